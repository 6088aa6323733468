import { parseDurationMs } from '../duration.ts';
import { aws, copyingHistory, gateway, option, reading } from './option.ts';
import { durationMs, rate, storePlace, text } from './values.ts';

/** What is read from AWS, how old it may be, and where it is kept. */
export const organizationOptions = {
  store: option(
    {
      flags: '--store <place>',
      alias: '--mirror <file>',
      env: ['GATEWAY_STORE', 'GATEWAY_MIRROR'],
      description:
        'Where what was read from AWS outlives the process: an SQLite file, memory, or a PostgreSQL database that several gateways share: postgres://user@host:5432/database?sslmode=verify-full. What the URL does not say, PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE and PGSSLROOTCERT do; a password in it is seen by whoever lists processes, so give it in a variable. An export that was cut short goes on from the file. --mirror is the same.',
      commands: [...reading, ...copyingHistory],
    },
    storePlace().prefault('memory'),
  ),
  historyMs: option(
    {
      flags: '--history <duration>',
      env: ['GATEWAY_HISTORY'],
      description:
        'How long changes are kept that were seen between one read and the next; 0 keeps none. Without a store they last as long as the process.',
      commands: reading,
    },
    text(
      '0 or an ISO 8601 duration such as P400D',
      (value) => value === '0' || parseDurationMs(value) !== undefined,
    )
      .transform((value) => parseDurationMs(value) ?? 0)
      .prefault('P400D'),
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
  maxAgeMs: option(
    {
      flags: '--max-age <duration>',
      env: ['GATEWAY_MAX_AGE'],
      description:
        "How old assignments may be in an answer whose query does not say. Default: PT1H; of export --gateway the gateway's.",
      commands: reading,
    },
    durationMs().optional(),
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
};
