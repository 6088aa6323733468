import { filtering, option } from './option.ts';
import { flag, listOf, oneOf, text } from './values.ts';

/** The columns that an export can have. */
export const exportColumns = [
  'instance_arn',
  'principal_type',
  'principal_id',
  'principal_name',
  'principal_display_name',
  'principal_email',
  'principal_enabled',
  'principal_deleted',
  'permission_set_arn',
  'permission_set_name',
  'target_type',
  'target_id',
  'target_name',
  'target_state',
  'target_ou_path',
] as const;

/** What an export can be of, beside grants and changes. */
export const exportTables = [
  'users',
  'groups',
  'members',
  'accounts',
  'ous',
  'permission-sets',
  'policies',
  'provisioned',
  'counts',
  'findings',
] as const;

/** What doctor and export print. */
export const reportOptions = {
  gatewaySource: option(
    {
      ...filtering,
      flags: '--gateway <url>',
      description:
        'Ask this running gateway, such as https://gateway.example.com/graphql, with the token of --token-file; no credentials of AWS are needed then. Default: AWS itself.',
    },
    text(
      'a URL such as http://127.0.0.1:4000/graphql',
      (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    ).optional(),
  ),
  demo: option(
    {
      flags: '--demo',
      env: [],
      description:
        "Try the command on a built-in sandbox, the organization of the demo command. Nothing of the machine's AWS is looked at.",
      commands: ['doctor', 'export'],
    },
    flag().optional(),
  ),
  json: option(
    {
      flags: '--json',
      env: [],
      description: 'Print the report as JSON.',
      commands: ['doctor', 'token list'],
    },
    flag().optional(),
  ),
  format: option(
    {
      flags: '--format <format>',
      env: [],
      description:
        'What to print: csv (RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it), jsonl (exactly what AWS has, null for what it has not), table (for reading) or xlsx (a workbook for Excel, whose cells are texts: account ids keep their zeros and nothing is a formula; beyond 1,048,575 rows it goes on on another sheet).',
      commands: ['export'],
    },
    oneOf(['csv', 'jsonl', 'table', 'xlsx']).prefault('csv'),
  ),
  people: option(
    {
      ...filtering,
      flags: '--people',
      description:
        'Print people, not groups: a row for each person and each way into an account, directly or through a group, with entitlements where no --permission-set is asked for. --user then says which people, all other filters which grants.',
    },
    flag().optional(),
  ),
  table: option(
    {
      ...filtering,
      flags: '--table <what>',
      description: `Print all of something else, with the columns of docs/files.md, instead of assignments: ${exportTables.join(', ')}.`,
    },
    oneOf(exportTables).optional(),
  ),
  columns: option(
    {
      ...filtering,
      flags: '--columns <names>',
      description: `What to print of each assignment, separated by commas: ${exportColumns.join(', ')}. What a column does not need is not read. Default: instance_arn and the types, ids and names; of a table, what fits.`,
    },
    listOf(exportColumns).optional(),
  ),
  bom: option(
    {
      ...filtering,
      flags: '--bom',
      description:
        'CSV for Excel: with a byte order mark, by which it knows UTF-8, and with ="…" around what it would take for a number, so that account ids keep their zeros.',
    },
    flag().optional(),
  ),
  wide: option(
    {
      ...filtering,
      flags: '--wide',
      description: 'A table in full, also where the terminal is too narrow for it.',
    },
    flag().optional(),
  ),
  names: option(
    {
      ...filtering,
      flags: '--no-names',
      description: 'Leave the names empty; without them an export makes fewer calls.',
    },
    flag().optional(),
  ),
};
