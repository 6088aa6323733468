import { z } from 'zod';
import { option, organization } from './option.ts';
import { flag, oneOf, rate, wholeNumber, wholeSecondsMs } from './values.ts';

/** What the sandbox can be like that the plain organization is not. */
export const sandboxModes = [
  'arns-absent',
  'delegated-administrator',
  'directory-cannot-be-listed',
  'kms-denied',
  'network-restricted',
  'no-account-access',
  'paths-absent',
  'permission-sets-disabled',
  'replica-region',
  'status-absent',
] as const;

/** The organization that the sandbox generates, and how it behaves. */
export const sandboxOptions = {
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
};
