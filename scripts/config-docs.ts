import type { OptionName } from '../src/config/config.ts';
import { type Command, commands } from '../src/config/option.ts';
import { defaultOf, descriptionOf, docsOf, optionsOf } from '../src/main/options/read-config.ts';

const summaries: Record<Command, string> = {
  serve: 'the gateway against AWS (`npm start`)',
  demo: 'the gateway on a built-in sandbox (`npm run demo`)',
  sandbox: 'the sandbox alone (`npm run sandbox`)',
  doctor: 'whether the gateway can work here (`node bin/identity-center-gateway.js doctor`)',
  export: 'every assignment as CSV, JSON lines or a table (`node bin/identity-center-gateway.js export`)',
  verify: 'whether evidence is as it was written (`node bin/identity-center-gateway.js verify DIR`)',
  'credential-process':
    'credentials of a role for an AWS profile (`node bin/identity-center-gateway.js credential-process`)',
  'history backup':
    'a copy of a store (`node bin/identity-center-gateway.js history backup FILE --store STORE`)',
  'history restore':
    'a store from a copy (`node bin/identity-center-gateway.js history restore FILE --store STORE`)',
  'token create': 'a named token for `--auth tokens` (`node bin/identity-center-gateway.js token create`)',
  'token list': 'the named tokens (`node bin/identity-center-gateway.js token list`)',
  'token revoke': 'a named token made useless (`node bin/identity-center-gateway.js token revoke`)',
};

const introduction = `# Configuration

<!-- Printed from src/config by \`npm run generate\`; edit it there. -->

${commands.map((command) => `- \`${command}\`: ${summaries[command]}`).join('\n')}

A flag wins over its variable, a variable over the default. All problems are reported at once, each by the flag or variable that it came in with. Where the package is installed, the command is \`identity-center-gateway\`; with npm, flags come after \`--\`: \`npm start -- --port 0\`.

\`serve\`, \`doctor\`, \`export\` and \`credential-process\` leave the rest of AWS's variables to AWS's SDK, with the meaning they always have: \`AWS_ENDPOINT_URL\` and its forms for each service, \`AWS_USE_DUALSTACK_ENDPOINT\` (endpoints that are reached by IPv6, too), \`AWS_ACCESS_KEY_ID\`, \`AWS_CONFIG_FILE\` and so on. \`demo\`, \`sandbox\` and the option \`--demo\` look at none of them.
`;

/** docs/config.md: every option of every command, out of the object that checks them. */
export function configDocs(): string {
  const names = [...new Set(commands.flatMap(optionsOf))];
  const groups = Map.groupBy(names, (name) => docsOf(name).commands.join(', '));
  const sections = [...groups].map(
    ([of, options]) => `## Options of ${of}\n\n${options.map(item).join('\n')}\n`,
  );
  return [introduction, ...sections].join('\n');
}

function item(name: OptionName): string {
  const { flags, env } = docsOf(name);
  const standard = defaultOf(name);
  const facts = env.map((variable) => `\`${variable}\``);
  if (standard !== undefined) facts.push(`default \`${standard}\``);
  const known = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `- \`${flags}\`${known}: ${descriptionOf(name)}`;
}
