import { z } from 'zod';
import {
  durationMs,
  flag,
  listOf,
  oneOf,
  path,
  rate,
  several,
  text,
  wholeNumber,
  wholeSecondsMs,
} from './config-values.ts';

export const commands = ['serve', 'demo', 'sandbox', 'doctor', 'export', 'credential-process'] as const;
export type Command = (typeof commands)[number];

/** What an option is called on the command line and in the environment, and what it does. */
export interface OptionDocs {
  /** As commander wants it: `--port <number>`. A name in the plural in `env` takes a comma-separated list. */
  readonly flags: string;
  /** Another form of the same, as it was called before. */
  readonly alias?: string;
  /**
   * Variables in the order in which they are looked at; a flag wins over all of them. None for what one run is
   * about: a filter that somebody left in the environment would shorten an export without a word.
   */
  readonly env: readonly string[];
  readonly description: string;
  readonly commands: readonly Command[];
}

/** What the sandbox can be like that the plain organization is not. */
export const sandboxModes = [
  'arns-absent',
  'delegated-administrator',
  'directory-cannot-be-listed',
  'kms-denied',
  'network-restricted',
  'paths-absent',
  'permission-sets-disabled',
  'replica-region',
  'status-absent',
] as const;

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

export const optionDocs = z.registry<OptionDocs>();

const gateway: readonly Command[] = ['serve', 'demo'];
const reading: readonly Command[] = [...gateway, 'export'];
const aws: readonly Command[] = ['serve', 'doctor', 'export'];
const signingIn: readonly Command[] = [...gateway, 'credential-process'];
// The demo signs in to its sandbox.
const signingInToAws: readonly Command[] = ['serve', 'credential-process'];
const filtering = { env: [], commands: ['export'] } satisfies Partial<OptionDocs>;
const organization: readonly Command[] = ['demo', 'sandbox'];

function option<S extends z.ZodType>(docs: OptionDocs, schema: S): S {
  optionDocs.add(schema, docs);
  return schema;
}

/** Every option of every command: its flag, variables, check, default and description. docs/config.md is printed from it. */
export const configSchema = z.object({
  port: option(
    {
      flags: '--port <number>',
      env: ['GATEWAY_PORT'],
      description: 'Port to listen on; 0 takes a free one.',
      commands: gateway,
    },
    wholeNumber(0, 65_535).prefault('4000'),
  ),
  host: option(
    {
      flags: '--host <address>',
      env: ['GATEWAY_HOST'],
      description: 'Address to listen on.',
      commands: gateway,
    },
    text('an address or a host name', (value) => /^[\w.:%-]+$/.test(value)).prefault('127.0.0.1'),
  ),
  auth: option(
    {
      flags: '--auth <mode>',
      env: ['GATEWAY_AUTH'],
      description:
        'Who may ask: token (whoever sends the bearer token of --token-file) or none (whoever reaches the port; on loopback only). Default: token; none for demo.',
      commands: gateway,
    },
    oneOf(['token', 'none']).optional(),
  ),
  tokenFile: option(
    {
      flags: '--token-file <file>',
      env: ['GATEWAY_TOKEN_FILE'],
      description:
        'Where the bearer token is kept, readable by its owner only; made when missing. Default: $XDG_STATE_HOME/identity-center-gateway/token, or the same below ~/.local/state.',
      commands: signingIn,
    },
    path().optional(),
  ),
  allowedHosts: option(
    {
      flags: '--allowed-host <name>',
      env: ['GATEWAY_ALLOWED_HOSTS'],
      description:
        'A further host name by which clients may address the gateway, such as its DNS name. Loopback names and --host always work.',
      commands: gateway,
    },
    several('a host name without port', (value) => /^(?:[\w.-]+|\[[\da-fA-F:.]+\])$/.test(value)),
  ),
  store: option(
    {
      flags: '--store <file>',
      alias: '--mirror <file>',
      env: ['GATEWAY_STORE', 'GATEWAY_MIRROR'],
      description:
        'Where what was read from AWS outlives the process: an SQLite file, or memory. An export that was cut short goes on from the file. --mirror is the same.',
      commands: reading,
    },
    path().prefault('memory'),
  ),
  instanceArn: option(
    {
      flags: '--instance-arn <arn>',
      env: ['GATEWAY_INSTANCE_ARN'],
      description:
        'The Identity Center instance to serve. Found by sso:ListInstances when not given with --identity-store-id.',
      commands: aws,
    },
    text('an ARN such as arn:aws:sso:::instance/ssoins-1234567890abcdef', (value) =>
      /^arn:aws(?:-[a-z]{1,5}){0,3}:sso:::instance\/(?:sso)?ins-[a-zA-Z0-9-.]{16}$/.test(value),
    ).optional(),
  ),
  identityStoreId: option(
    {
      flags: '--identity-store-id <id>',
      env: ['GATEWAY_IDENTITY_STORE_ID'],
      description: "The instance's identity store.",
      commands: aws,
    },
    text('an id such as d-1234567890', (value) =>
      /^(?:d-[0-9a-f]{10}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(value),
    ).optional(),
  ),
  region: option(
    {
      flags: '--region <region>',
      env: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
      description: "Identity Center's Region. Default: the profile's.",
      commands: aws,
    },
    text('a Region such as eu-west-1', (value) => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value)).optional(),
  ),
  profile: option(
    {
      flags: '--profile <name>',
      env: ['AWS_PROFILE'],
      description: 'The profile of ~/.aws/config whose credentials are used. Default: the ambient ones.',
      commands: aws,
    },
    text('the name of a profile', (value) => value.trim() !== '').optional(),
  ),
  startUrl: option(
    {
      flags: '--start-url <url>',
      env: ['AWS_DEFAULT_SSO_START_URL'],
      description:
        'Where people sign in: the start URL of the access portal. Default: that of --sso-session, else that of the profile which AWS_PROFILE or --profile names, else the only one in the AWS config file.',
      commands: signingInToAws,
    },
    text('a URL such as https://d-1234567890.awsapps.com/start', (value) => URL.canParse(value)).optional(),
  ),
  ssoSession: option(
    {
      flags: '--sso-session <name>',
      env: [],
      description:
        'The sso-session of the AWS config file that the local person signs in with. The sign-in of no other session is used.',
      commands: signingInToAws,
    },
    text('the name of an sso-session', (value) => value.trim() !== '').optional(),
  ),
  ssoRegion: option(
    {
      flags: '--sso-region <region>',
      env: ['AWS_DEFAULT_SSO_REGION'],
      description: 'Its Region. Default: the one that the AWS config file has for the start URL.',
      commands: signingInToAws,
    },
    text('a Region such as eu-west-1', (value) => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value)).optional(),
  ),
  tokenCache: option(
    {
      flags: '--token-cache <folder>',
      env: ['GATEWAY_TOKEN_CACHE'],
      description:
        "Where the local person's sign-in is kept: a folder, or memory. Default: ~/.aws/sso/cache, shared with the AWS CLI and the SDKs; memory for demo.",
      commands: signingIn,
    },
    path().optional(),
  ),
  loginFlow: option(
    {
      flags: '--login-flow <flow>',
      env: ['GATEWAY_LOGIN_FLOW'],
      description:
        'How the local person signs in: device (a code that any browser takes) or pkce (the browser of this machine only, which nobody can be talked into using for somebody else).',
      commands: gateway,
    },
    oneOf(['device', 'pkce']).prefault('device'),
  ),
  loginMessage: option(
    {
      flags: '--login-message <template>',
      env: ['GATEWAY_LOGIN_MESSAGE'],
      description:
        'What standard error shows when the local person is to sign in: off, or a text with {url}, {code} and {urlWithCode}. Default: a sentence and a QR code.',
      commands: gateway,
    },
    text('off or a text', (value) => value.trim() !== '').optional(),
  ),
  allowTokenExport: option(
    {
      flags: '--allow-token-export',
      env: ['GATEWAY_ALLOW_TOKEN_EXPORT'],
      description: 'Let Session.accessToken hand portal tokens out.',
      commands: gateway,
    },
    flag().optional(),
  ),
  maxAgeMs: option(
    {
      flags: '--max-age <duration>',
      env: ['GATEWAY_MAX_AGE'],
      description: 'How old assignments may be in an answer whose query does not say.',
      commands: reading,
    },
    durationMs().prefault('PT1H'),
  ),
  namesMaxAgeMs: option(
    {
      flags: '--names-max-age <duration>',
      env: ['GATEWAY_NAMES_MAX_AGE'],
      description: 'How old names and other details may be in an answer.',
      commands: reading,
    },
    durationMs().prefault('P1D'),
  ),
  refreshMs: option(
    {
      flags: '--refresh <duration>',
      env: ['GATEWAY_REFRESH'],
      description:
        'Keep what is known of all assignments younger than this, and names younger than --names-max-age, by reading in the background what is oldest: with a --max-age that is longer, answers read nothing. Refused when the organization is too large for it. Default: off.',
      commands: gateway,
    },
    durationMs()
      .refine((ms) => ms >= 60_000, { error: 'expected PT1M or more' })
      .optional(),
  ),
  requestTimeoutMs: option(
    {
      flags: '--request-timeout <duration>',
      env: ['GATEWAY_REQUEST_TIMEOUT'],
      description: 'How long one request may take; at that moment it answers with what it has.',
      commands: gateway,
    },
    durationMs()
      .refine((ms) => ms >= 1000 && ms <= 3_600_000, { error: 'expected PT1S to PT1H' })
      .prefault('PT30S'),
  ),
  drainDelayMs: option(
    {
      flags: '--drain-delay <duration>',
      env: ['GATEWAY_DRAIN_DELAY'],
      description:
        'How long the gateway goes on serving after SIGTERM while /ready says 503, so that a load balancer has stopped sending before it closes.',
      commands: gateway,
    },
    durationMs()
      .refine((ms) => ms <= 3_600_000, { error: 'expected at most PT1H' })
      .prefault('PT0S'),
  ),
  maxConnections: option(
    {
      flags: '--max-connections <number>',
      env: ['GATEWAY_MAX_CONNECTIONS'],
      description: 'Connections that are open at once, WebSockets too; further ones are refused with 503.',
      commands: gateway,
    },
    wholeNumber(1, 100_000).prefault('2000'),
  ),
  maxConnectionsPerAddress: option(
    {
      flags: '--max-connections-per-address <number>',
      env: ['GATEWAY_MAX_CONNECTIONS_PER_ADDRESS'],
      description:
        'Those of them that come from one address (of IPv6: one /64). Behind a proxy they all come from its own.',
      commands: gateway,
    },
    wholeNumber(1, 100_000).prefault('1000'),
  ),
  maxOperationsPerViewer: option(
    {
      flags: '--max-operations-per-viewer <number>',
      env: ['GATEWAY_MAX_OPERATIONS_PER_VIEWER'],
      description:
        'Queries and subscriptions of one viewer that are under way at once; further ones are refused as TOO_MANY_REQUESTS. Whoever has the token of the gateway is one viewer.',
      commands: gateway,
    },
    wholeNumber(1, 100_000).prefault('1000'),
  ),
  writeTimeoutMs: option(
    {
      flags: '--write-timeout <duration>',
      env: ['GATEWAY_WRITE_TIMEOUT'],
      description: 'How long a client may take nothing of what it is sent before its connection is closed.',
      commands: gateway,
    },
    durationMs()
      .refine((ms) => ms >= 1000 && ms <= 3_600_000, { error: 'expected PT1S to PT1H' })
      .prefault('PT30S'),
  ),
  awsTps: option(
    {
      flags: '--aws-tps <number>',
      env: ['GATEWAY_AWS_TPS'],
      description:
        'Calls a second that the gateway makes to sso-admin at most, of the 20 that all tools of the organization share. Default: 15; no limit for demo and --demo.',
      commands: reading,
    },
    rate().optional(),
  ),
  backgroundTps: option(
    {
      flags: '--background-tps <number>',
      env: ['GATEWAY_BACKGROUND_TPS'],
      description:
        'The most of --aws-tps that work takes for which nobody waits; it takes the same part of all other limits of AWS. Default: a third of --aws-tps.',
      commands: gateway,
    },
    rate().optional(),
  ),
  logLevel: option(
    {
      flags: '--log-level <level>',
      env: ['GATEWAY_LOG_LEVEL'],
      description: 'The least important lines to log: debug, info, warn, error or silent.',
      commands: gateway,
    },
    oneOf(['debug', 'info', 'warn', 'error', 'silent']).prefault('info'),
  ),
  sandboxPort: option(
    {
      flags: '--sandbox-port <number>',
      env: ['SANDBOX_PORT'],
      description: 'Port of the sandbox; 0 takes a free one. Default: 4600; a free one for demo.',
      commands: organization,
    },
    wholeNumber(0, 65_535).optional(),
  ),
  accounts: option(
    {
      flags: '--accounts <number>',
      env: ['SANDBOX_ACCOUNTS'],
      description: 'Accounts of the generated organization.',
      commands: organization,
    },
    wholeNumber(1, 50_000).prefault('60'),
  ),
  permissionSets: option(
    {
      flags: '--permission-sets <number>',
      env: ['SANDBOX_PERMISSION_SETS'],
      description: 'Its permission sets.',
      commands: organization,
    },
    wholeNumber(0, 10_000).prefault('12'),
  ),
  users: option(
    {
      flags: '--users <number>',
      env: ['SANDBOX_USERS'],
      description: 'Its users.',
      commands: organization,
    },
    wholeNumber(0, 1_000_000).prefault('200'),
  ),
  groups: option(
    {
      flags: '--groups <number>',
      env: ['SANDBOX_GROUPS'],
      description: 'Its groups.',
      commands: organization,
    },
    wholeNumber(0, 200_000).prefault('25'),
  ),
  assignments: option(
    {
      flags: '--assignments <number>',
      env: ['SANDBOX_ASSIGNMENTS'],
      description: 'About how many assignments it has. Default: what is believable for the other sizes.',
      commands: organization,
    },
    wholeNumber(0, 5_000_000).optional(),
  ),
  seed: option(
    {
      flags: '--seed <number>',
      env: ['SANDBOX_SEED'],
      description: 'The same seed and sizes make the same organization.',
      commands: organization,
    },
    wholeNumber(0, 999_999_999).prefault('1'),
  ),
  modes: option(
    {
      flags: '--mode <name>',
      env: ['SANDBOX_MODES'],
      description: `A way in which the sandbox differs from a plain organization, to see how a client fares: ${sandboxModes.join(', ')}.`,
      commands: organization,
    },
    z.array(oneOf(sandboxModes)).default([]),
  ),
  latencyMs: option(
    {
      flags: '--latency-ms <number>',
      env: ['SANDBOX_LATENCY_MS'],
      description: 'How long the sandbox waits before each answer, in milliseconds.',
      commands: organization,
    },
    wholeNumber(0, 60_000).prefault('0'),
  ),
  sandboxTps: option(
    {
      flags: '--sandbox-tps <number>',
      env: ['SANDBOX_TPS'],
      description:
        "Calls a second after which the sandbox throttles, instead of AWS's published 20. Makes demo throttle too.",
      commands: organization,
    },
    rate().optional(),
  ),
  throttle: option(
    {
      flags: '--no-throttle',
      env: ['SANDBOX_THROTTLE'],
      description:
        'The sandbox never throttles. Default: it does as AWS does; in demo only with --sandbox-tps.',
      commands: organization,
    },
    flag().optional(),
  ),
  deviceCodeTtlMs: option(
    {
      flags: '--device-code-ttl <duration>',
      env: ['SANDBOX_DEVICE_CODE_TTL'],
      description: 'How long somebody has to enter the code of a sign-in.',
      commands: organization,
    },
    wholeSecondsMs().prefault('PT10M'),
  ),
  tokenTtlMs: option(
    {
      flags: '--token-ttl <duration>',
      env: ['SANDBOX_TOKEN_TTL'],
      description:
        "How long the sandbox's access tokens live. Default: PT1H with the scope sso:account:access, PT8H without it, as AWS's.",
      commands: organization,
    },
    wholeSecondsMs().optional(),
  ),
  pollIntervalMs: option(
    {
      flags: '--poll-interval <duration>',
      env: ['SANDBOX_POLL_INTERVAL'],
      description:
        'The least time between two polls for a token; the sandbox tells sooner ones to slow down.',
      commands: organization,
    },
    wholeSecondsMs().prefault('PT1S'),
  ),
  refreshTokens: option(
    {
      flags: '--no-refresh-tokens',
      env: ['SANDBOX_REFRESH_TOKENS'],
      description: 'The sandbox gives no refresh tokens, also not for the scope sso:account:access.',
      commands: organization,
    },
    flag().optional(),
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
    { flags: '--json', env: [], description: 'Print the report as JSON.', commands: ['doctor'] },
    flag().optional(),
  ),
  format: option(
    {
      flags: '--format <format>',
      env: [],
      description:
        'What to print: csv (RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it), jsonl (exactly what AWS has, null for what it has not) or table (for reading).',
      commands: ['export'],
    },
    oneOf(['csv', 'jsonl', 'table']).prefault('csv'),
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
  principalFilter: option(
    {
      ...filtering,
      flags: '--principal <id|name>',
      description: 'Only assignments of this user or group.',
    },
    several('an id or a name'),
  ),
  userFilter: option(
    { ...filtering, flags: '--user <id|name>', description: 'Only assignments of this user.' },
    several('an id or a user name'),
  ),
  groupFilter: option(
    { ...filtering, flags: '--group <id|name>', description: 'Only assignments of this group.' },
    several('an id or a display name'),
  ),
  permissionSetFilter: option(
    {
      ...filtering,
      flags: '--permission-set <id|name>',
      description: 'Only of this permission set: its ARN, ssoins-…/ps-…, ps-… or name.',
    },
    several('an ARN, an id or a name'),
  ),
  accountFilter: option(
    { ...filtering, flags: '--account <id|name>', description: 'Only on this account.' },
    several('an account id or a name'),
  ),
  accountNameFilter: option(
    {
      ...filtering,
      flags: '--account-name <name>',
      description: 'Only on the account of this name, even if that looks like an id.',
    },
    several('the name of an account'),
  ),
  ouFilter: option(
    {
      ...filtering,
      flags: '--ou <id>',
      description: 'Only on accounts of this organizational unit or root, besides those of --account.',
    },
    several('the id of an OU (ou-…) or a root (r-…)', (value) => /^(?:ou|r)-/.test(value)),
  ),
  recursive: option(
    { ...filtering, flags: '--recursive', description: 'With --ou: also the accounts of units below it.' },
    flag().optional(),
  ),
  nameFilter: option(
    {
      ...filtering,
      flags: '--name <pattern>',
      description:
        'Only where this regular expression (RE2) is found in the name of the principal, the permission set or the account.',
    },
    several('a regular expression'),
  ),
  accountId: option(
    {
      flags: '--account <id>',
      env: [],
      description: 'The account whose credentials are printed.',
      commands: ['credential-process'],
    },
    text('an account id of 12 digits', (value) => /^\d{12}$/.test(value)).optional(),
  ),
  roleName: option(
    {
      flags: '--role <name>',
      env: [],
      description: 'The role to take there: the name of a permission set.',
      commands: ['credential-process'],
    },
    text('the name of a role', (value) => /^[\w+=,.@-]{1,64}$/.test(value)).optional(),
  ),
  gatewayUrl: option(
    {
      flags: '--gateway <url>',
      env: ['GATEWAY_URL'],
      description:
        'Ask this running gateway, such as http://127.0.0.1:4000/graphql, with the token of --token-file. Default: alone, with the token cache.',
      commands: ['credential-process'],
    },
    text(
      'a URL such as http://127.0.0.1:4000/graphql',
      (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    ).optional(),
  ),
  names: option(
    {
      ...filtering,
      flags: '--no-names',
      description: 'Leave the names empty; without them an export makes fewer calls.',
    },
    flag().optional(),
  ),
});

/** Checked values, in the units that the names say. Options of other commands hold their defaults. */
export type Config = Readonly<z.output<typeof configSchema>>;
export type OptionName = keyof Config;
