import type { Organization } from '../organization/types.ts';
import { awsStartUrl } from '../sign-in/start-url.ts';
import { escape, pageFrame } from './page-frame.ts';

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
  const session = [
    '[sso-session sandbox]',
    `sso_start_url = ${awsStartUrl(organization)}`,
    `sso_region = ${region}`,
    'sso_registration_scopes = sso:account:access',
  ].join('\n');
  const example = `aws sso-admin list-permission-sets \\\n  --instance-arn ${organization.instanceArn}`;
  const callRows = Object.entries(counts).map(([name, count]) => [name, count] as const);
  const total = callRows.reduce((sum, [, count]) => sum + count, 0);
  return pageFrame(
    'Identity Center sandbox',
    `<h1>Identity Center sandbox</h1>
<p>A local stand-in for AWS: one made-up organization with IAM Identity Center, behind the wire protocols of
<code>sso-admin</code>, <code>identitystore</code>, <code>organizations</code>, <code>sso</code>, <code>sso-oidc</code>
and <code>sts</code>. The AWS SDKs, boto3 and the AWS CLI talk to it as they talk to AWS. Nothing here is real, and nothing leaves this machine.</p>
<h2>Use it</h2>
<p>Set these in a shell. Any access key will do, but there has to be one.</p>
<pre tabindex="0" aria-label="Environment variables">${escape(environment)}</pre>
<p>Then, for example:</p>
<pre tabindex="0" aria-label="Example command">${escape(example)}</pre>
<h2>Sign in</h2>
<p>The start URL is <code>${escape(awsStartUrl(organization))}</code>. Whatever signs people in, such as the gateway or
<code>aws sso login --sso-session sandbox</code> of the AWS CLI 2, signs you in as anyone of the organization: it shows
you a code, and that is entered at <a href="/device">/device</a>. In <code>~/.aws/config</code>:</p>
<pre tabindex="0" aria-label="AWS configuration">${escape(session)}</pre>
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
<p>The same as JSON: <a href="/__calls">/__calls</a>.</p>`,
  );
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
