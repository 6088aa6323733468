import type { Organization } from './organization/types.ts';

export interface LandingPage {
  readonly url: string;
  readonly region: string;
  readonly organization: Organization;
  /** The names of those that are on. */
  readonly modes: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** What a person sees who opens the sandbox in a browser. It loads nothing, and works without scripts. */
export function landingPage({ url, region, organization, modes, counts }: LandingPage): string {
  const environment = [
    `export AWS_ENDPOINT_URL=${url}`,
    `export AWS_REGION=${region}`,
    `export AWS_DEFAULT_REGION=${region}`,
    'export AWS_ACCESS_KEY_ID=any',
    'export AWS_SECRET_ACCESS_KEY=any',
  ].join('\n');
  const example = `aws sso-admin list-permission-sets \\\n  --instance-arn ${organization.instanceArn}`;
  const callRows = Object.entries(counts).map(([name, count]) => [name, count] as const);
  const total = callRows.reduce((sum, [, count]) => sum + count, 0);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Identity Center sandbox</title>
<style>${style}</style>
<main>
<h1>Identity Center sandbox</h1>
<p>A local stand-in for AWS: one made-up organization with IAM Identity Center, behind the wire protocols of
<code>sso-admin</code>, <code>identitystore</code>, <code>organizations</code> and <code>sts</code>. The AWS SDKs, boto3
and the AWS CLI talk to it as they talk to AWS. Nothing here is real, and nothing leaves this machine.</p>
<h2>Use it</h2>
<p>Set these in a shell. Any access key will do, but there has to be one.</p>
<pre tabindex="0" aria-label="Environment variables">${escape(environment)}</pre>
<p>Then, for example:</p>
<pre tabindex="0" aria-label="Example command">${escape(example)}</pre>
<h2>The organization</h2>
${table(
  'What it holds',
  ['What', 'How many'],
  [
    ['Accounts', organization.accounts().length],
    ['Organizational units', organization.organizationalUnits().length],
    ['Permission sets', organization.permissionSets().length],
    ['Users', organization.users().length],
    ['Groups', organization.groups().length],
    ['Assignments', organization.assignmentCount()],
  ],
)}
<p>Instance <code>${escape(organization.instanceArn)}</code>, identity store
<code>${escape(organization.identityStoreId)}</code>, Region <code>${escape(region)}</code>.</p>
${modes.length === 0 ? '' : `<p>Modes: ${modes.map((mode) => `<code>${escape(mode)}</code>`).join(', ')}.</p>`}
<h2>Calls so far</h2>
${
  total === 0
    ? '<p>None yet.</p>'
    : `${table('By operation', ['Operation', 'Calls'], [...callRows, ['All', total]])}
<form method="post" action="/__reset"><button>Set the counters back</button></form>`
}
<p>The same as JSON: <a href="/__calls">/__calls</a>.</p>
</main>
</html>
`;
}

function table(
  caption: string,
  [left, right]: readonly [string, string],
  rows: readonly (readonly [string, number])[],
): string {
  const body = rows.map(
    ([name, count]) => `<tr><th scope="row">${escape(name)}</th><td>${count.toLocaleString('en')}</td></tr>`,
  );
  return `<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${left}</th><th scope="col">${right}</th></tr></thead>
<tbody>${body.join('\n')}</tbody>
</table>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --ink: #1b2430; --paper: #fbfaf7; --soft: #eceae3; --accent: #8a4b08; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e5df; --paper: #15191f; --soft: #232a33; --accent: #f0b062; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; }
code, pre { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border-left: .25rem solid var(--accent); padding: .75rem 1rem; overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .25rem 0; opacity: .8; }
th { text-align: left; font-weight: 500; }
td, th:last-child { text-align: right; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem 0; border-bottom: 1px solid var(--soft); }
thead th { font-weight: 600; }
a { color: var(--accent); }
button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--accent); border-radius: .4rem; padding: .45rem .9rem; margin-top: 1rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
