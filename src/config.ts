import { z } from 'zod';
import { parseDurationMs } from './duration.ts';

export const commands = ['serve', 'demo', 'sandbox'] as const;
export type Command = (typeof commands)[number];

/** What an option is called on the command line and in the environment, and what it does. */
export interface OptionDocs {
  /** As commander wants it: `--port <number>`. A name in the plural in `env` takes a comma-separated list. */
  readonly flags: string;
  /** Variables in the order in which they are looked at; a flag wins over all of them. */
  readonly env: readonly string[];
  readonly description: string;
  readonly commands: readonly Command[];
}

export const optionDocs = z.registry<OptionDocs>();

const gateway: readonly Command[] = ['serve', 'demo'];
const organization: readonly Command[] = ['demo', 'sandbox'];

function option<S extends z.ZodType>(docs: OptionDocs, schema: S): S {
  optionDocs.add(schema, docs);
  return schema;
}

function text(expected: string, accepts: (text: string) => boolean) {
  return z
    .string()
    .refine(accepts, { error: ({ input }) => `expected ${expected}, but got: ${String(input)}` });
}

function wholeNumber(min: number, max: number) {
  return text(
    `a whole number from ${min} to ${max}`,
    (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
  ).transform(Number);
}

function rate() {
  return text(
    'a number of calls a second above 0, at most 10000',
    (value) => /^\d{1,5}(\.\d{1,3})?$/.test(value) && Number(value) > 0 && Number(value) <= 10_000,
  ).transform(Number);
}

function durationMs() {
  return text(
    'an ISO 8601 duration such as PT15M or P1D',
    (value) => parseDurationMs(value) !== undefined,
  ).transform((value) => parseDurationMs(value) ?? 0);
}

function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, {
    error: ({ input }) => `expected ${values.join(', ')}, but got: ${String(input)}`,
  });
}

function path() {
  return text('the path of a file', (value) => value.trim() !== '');
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
      commands: gateway,
    },
    path().optional(),
  ),
  allowedHosts: option(
    {
      flags: '--allowed-host <name>',
      env: ['GATEWAY_ALLOWED_HOSTS'],
      description:
        'A further host name by which clients may address the gateway, such as its DNS name; may be given several times. Loopback names and --host always work.',
      commands: gateway,
    },
    z
      .array(text('a host name without port', (value) => /^(?:[\w.-]+|\[[\da-fA-F:.]+\])$/.test(value)))
      .default([]),
  ),
  mirror: option(
    {
      flags: '--mirror <file>',
      env: ['GATEWAY_MIRROR'],
      description: 'Where facts read from AWS are kept: an SQLite file, or memory.',
      commands: gateway,
    },
    path().prefault('memory'),
  ),
  instanceArn: option(
    {
      flags: '--instance-arn <arn>',
      env: ['GATEWAY_INSTANCE_ARN'],
      description:
        'The Identity Center instance to serve. Found by sso:ListInstances when not given with --identity-store-id.',
      commands: ['serve'],
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
      commands: ['serve'],
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
      commands: ['serve'],
    },
    text('a Region such as eu-west-1', (value) => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value)).optional(),
  ),
  profile: option(
    {
      flags: '--profile <name>',
      env: ['AWS_PROFILE'],
      description: 'The profile of ~/.aws/config whose credentials are used. Default: the ambient ones.',
      commands: ['serve'],
    },
    text('the name of a profile', (value) => value.trim() !== '').optional(),
  ),
  maxAgeMs: option(
    {
      flags: '--max-age <duration>',
      env: ['GATEWAY_MAX_AGE'],
      description: 'How old assignments may be in an answer whose query does not say.',
      commands: gateway,
    },
    durationMs().prefault('PT1H'),
  ),
  namesMaxAgeMs: option(
    {
      flags: '--names-max-age <duration>',
      env: ['GATEWAY_NAMES_MAX_AGE'],
      description: 'How old names and other details may be in an answer.',
      commands: gateway,
    },
    durationMs().prefault('P1D'),
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
  awsTps: option(
    {
      flags: '--aws-tps <number>',
      env: ['GATEWAY_AWS_TPS'],
      description:
        'Calls a second that the gateway makes to sso-admin at most, of the 20 that all tools of the organization share. Default: 15; no limit for demo.',
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
    oneOf(['true', 'false'])
      .transform((value) => value === 'true')
      .optional(),
  ),
});

/** Checked values, in the units that the names say. Options of other commands hold their defaults. */
export type Config = Readonly<z.output<typeof configSchema>>;
export type OptionName = keyof Config;
