import { commands, type OptionName } from '../src/config.ts';
import { defaultOf, docsOf, optionsOf } from '../src/main/read-config.ts';

const titles = {
  serve: 'the gateway against AWS (`npm start`)',
  demo: 'the gateway on a built-in sandbox (`npm run demo`)',
  sandbox: 'the sandbox alone (`npm run sandbox`)',
};

/** docs/config.md: every option of every command, out of the object that checks them. */
export function configDocs(): string {
  const names = [...new Set(commands.flatMap(optionsOf))];
  return [
    '# Configuration',
    '',
    '<!-- Printed from src/config.ts by `npm run generate`; edit it there. -->',
    '',
    'A flag wins over its variable, a variable over the default. Every problem is reported at once, by the name it came in with.',
    '',
    ...commands.map((command) => `- \`${command}\`: ${titles[command]}`),
    '',
    '| flag | variable | default | commands | what it does |',
    '| --- | --- | --- | --- | --- |',
    ...names.map(row),
    '',
    "`serve` leaves the rest of AWS's variables to AWS's SDK, with the meaning they always have: `AWS_ENDPOINT_URL` and its forms for each service, `AWS_ACCESS_KEY_ID`, `AWS_CONFIG_FILE` and so on. `demo` and `sandbox` look at none of them.",
    '',
  ].join('\n');
}

function row(name: OptionName): string {
  const { flags, env, description, commands: of } = docsOf(name);
  const standard = defaultOf(name);
  const cells = [
    `\`${flags}\``,
    env.map((variable) => `\`${variable}\``).join(', '),
    standard === undefined ? '' : `\`${standard}\``,
    of.join(', '),
    description,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
