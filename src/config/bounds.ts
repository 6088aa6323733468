import { gateway, option } from './option.ts';
import { durationMs, oneOf, wholeNumber } from './values.ts';

/** How much one request, client or viewer may take; how the gateway ends; what it logs. */
export const boundsOptions = {
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
        'Those of them that come from one address (of IPv6: one /64). Behind a --trusted-proxy, its requests and WebSockets under way.',
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
  maxRequestsPerMinute: option(
    {
      flags: '--max-requests-per-minute <number>',
      env: ['GATEWAY_MAX_REQUESTS_PER_MINUTE'],
      description:
        'Queries and subscriptions that one viewer begins within a minute; further ones are refused with 429 and Retry-After. 0: no limit.',
      commands: gateway,
    },
    wholeNumber(0, 10_000_000).prefault('60000'),
  ),
  maxCalls: option(
    {
      flags: '--max-calls <number>',
      env: ['GATEWAY_MAX_CALLS'],
      description:
        'Calls to AWS that one request may make: lists of assignments and entitlements that are planned to make more are refused before the first, and of everything else, such as members, policies and names, each field that needs another one. Sweeps, exports and --refresh may make as many as they take. 0: no limit.',
      commands: gateway,
    },
    wholeNumber(0, 100_000_000).prefault('20000'),
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
  logLevel: option(
    {
      flags: '--log-level <level>',
      env: ['GATEWAY_LOG_LEVEL'],
      description: 'The least important lines to log: debug, info, warn, error or silent.',
      commands: gateway,
    },
    oneOf(['debug', 'info', 'warn', 'error', 'silent']).prefault('info'),
  ),
};
