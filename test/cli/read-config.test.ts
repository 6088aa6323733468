import { expect, test } from 'vitest';
import type { OptionName } from '../../src/config/config.ts';
import { commands } from '../../src/config/option.ts';
import { docsOf, optionsOf, readConfig } from '../../src/main/options/read-config.ts';
import { defaultBounds } from '../../src/server/limits/bounds.ts';

type Tried = Exclude<OptionName, 'gatewaySource' | 'stateKeys'>;

test('without flags and variables every command has its defaults', () => {
  for (const command of commands) {
    expect(readConfig(command, {}, {})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      allowedHosts: [],
      allowedOrigins: [],
      trustedProxies: [],
      tokenPermissions: [],
      store: 'memory',
      namesMaxAgeMs: 86_400_000,
      historyMs: 400 * 86_400_000,
      requestTimeoutMs: 30_000,
      drainDelayMs: 0,
      maxConnections: defaultBounds.connections,
      maxConnectionsPerAddress: defaultBounds.connectionsOfAddress,
      maxOperationsPerViewer: defaultBounds.operationsOfViewer,
      maxRequestsPerMinute: defaultBounds.requestsPerMinute,
      maxCalls: 20_000,
      answerCacheBytes: 64 * 2 ** 20,
      writeTimeoutMs: defaultBounds.writeMs,
      logLevel: 'info',
      loginFlow: 'device',
      accounts: 60,
      permissionSets: 12,
      users: 200,
      groups: 25,
      seed: 1,
      modes: [],
      latencyMs: 0,
      deviceCodeTtlMs: 600_000,
      pollIntervalMs: 1000,
      format: 'csv',
      principalFilter: [],
      userFilter: [],
      groupFilter: [],
      permissionSetFilter: [],
      accountFilter: [],
      accountNameFilter: [],
      ouFilter: [],
      nameFilter: [],
    });
  }
});

test('every option takes a value from its flag, and the same from its variable if it has one', () => {
  const flags = {
    port: '0',
    host: '::1',
    auth: 'token,tokens,oidc',
    tokenFile: '/tmp/token',
    tokens: '/tmp/tokens.json',
    oidc: '/tmp/oidc.json',
    cursorSecretFile: '/tmp/secret',
    tokenName: 'dashboard',
    tokenPermissions: ['read', 'metrics'],
    tokenLifetimeMs: 'P90D',
    audit: 'sampled',
    auditFile: '/tmp/audit',
    auditKeyFile: '/tmp/audit-key',
    allowedHosts: ['a.example', 'b.example'],
    allowedOrigins: ['https://a.example', 'http://localhost:3000'],
    publicUrl: 'https://gateway.example',
    trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.1'],
    tlsCert: 'gateway.pem',
    tlsKey: 'gateway.key',
    behindProxy: 'true',
    persistedDocuments: 'documents',
    onlyPersisted: 'true',
    introspection: 'false',
    graphiql: 'false',
    explorer: 'false',
    store: 'facts.db',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    identityStoreId: 'd-1234567890',
    region: 'eu-west-1',
    profile: 'admin',
    maxAgeMs: 'PT5M',
    namesMaxAgeMs: 'PT0S',
    historyMs: '0',
    refreshMs: 'PT6H',
    requestTimeoutMs: 'PT1M30S',
    drainDelayMs: 'PT20S',
    maxConnections: '500',
    maxConnectionsPerAddress: '50',
    maxOperationsPerViewer: '5',
    maxRequestsPerMinute: '600',
    maxCalls: '900',
    answerCacheBytes: '8MiB',
    without: 'compiled,compression',
    writeTimeoutMs: 'PT10S',
    awsTps: '7.5',
    backgroundTps: '2.5',
    logLevel: 'debug',
    sandboxPort: '4601',
    accounts: '7000',
    permissionSets: '3500',
    users: '200000',
    groups: '0',
    assignments: '1000000',
    seed: '42',
    modes: ['replica-region', 'paths-absent'],
    latencyMs: '50',
    sandboxTps: '20',
    throttle: 'false',
    deviceCodeTtlMs: 'PT30S',
    tokenTtlMs: 'PT1M',
    pollIntervalMs: 'PT2S',
    refreshTokens: 'false',
    startUrl: 'https://d-1234567890.awsapps.com/start',
    ssoRegion: 'eu-west-1',
    ssoSession: 'my corp',
    tokenCache: '/var/cache/sso',
    loginFlow: 'pkce',
    loginMessage: 'Open {url}',
    allowTokenExport: 'true',
    accountId: '111122223333',
    roleName: 'Billing',
    gatewayUrl: 'http://127.0.0.1:4000/graphql',
    demo: 'true',
    json: 'true',
    format: 'jsonl',
    columns: 'principal_email, target_id',
    people: 'true',
    table: 'users',
    bom: 'true',
    wide: 'true',
    principalFilter: ['d.ada', 'auditors'],
    userFilter: ['d.ada'],
    groupFilter: ['auditors'],
    permissionSetFilter: ['Billing'],
    accountFilter: ['111122223333', 'payments-prod'],
    accountNameFilter: ['111122223333'],
    ouFilter: ['ou-1a2b-3c4d5e6f'],
    recursive: 'true',
    nameFilter: ['^prod-'],
    names: 'false',
    changes: 'true',
    since: 'P90D',
    until: '2026-10-01',
    evidence: 'reviews',
    askedBy: 'Ada',
    verifyFolder: 'reviews',
    expectedManifest: 'a'.repeat(64),
    copy: 'store.backup',
    overwrite: 'true',
  };
  const values = {
    ...flags,
    port: 0,
    auth: ['token', 'tokens', 'oidc'],
    tokenLifetimeMs: 7_776_000_000,
    maxAgeMs: 300_000,
    namesMaxAgeMs: 0,
    historyMs: 0,
    refreshMs: 21_600_000,
    requestTimeoutMs: 90_000,
    drainDelayMs: 20_000,
    maxConnections: 500,
    maxConnectionsPerAddress: 50,
    maxOperationsPerViewer: 5,
    maxRequestsPerMinute: 600,
    maxCalls: 900,
    answerCacheBytes: 8 * 2 ** 20,
    without: ['compiled', 'compression'],
    writeTimeoutMs: 10_000,
    awsTps: 7.5,
    backgroundTps: 2.5,
    sandboxPort: 4601,
    accounts: 7000,
    permissionSets: 3500,
    users: 200_000,
    groups: 0,
    assignments: 1_000_000,
    seed: 42,
    latencyMs: 50,
    sandboxTps: 20,
    throttle: false,
    deviceCodeTtlMs: 30_000,
    tokenTtlMs: 60_000,
    pollIntervalMs: 2000,
    refreshTokens: false,
    allowTokenExport: true,
    behindProxy: true,
    onlyPersisted: true,
    introspection: false,
    graphiql: false,
    explorer: false,
    demo: true,
    json: true,
    recursive: true,
    columns: ['principal_email', 'target_id'],
    people: true,
    table: 'users',
    bom: true,
    wide: true,
    names: false,
    changes: true,
    since: expect.any(Function),
    until: expect.any(Function),
    overwrite: true,
  };
  for (const command of commands) {
    const pick = (names: readonly Tried[]) => Object.fromEntries(names.map((name) => [name, values[name]]));
    // With --gateway an export refuses what says how to read AWS; keys are for some stores, which refuse --auth token.
    const names = optionsOf(command).filter(
      (name): name is Tried => name !== 'gatewaySource' && name !== 'stateKeys',
    );
    const withVariable = names.filter((name) => docsOf(name).env.length > 0);
    const variables = Object.fromEntries(
      withVariable.map((name) => [docsOf(name).env[0]!, String(flags[name])]),
    );
    expect(readConfig(command, flags, {})).toMatchObject(pick(names));
    expect(readConfig(command, {}, variables)).toMatchObject(pick(withVariable));
  }
});

test('a flag wins over its variable, and an empty variable says nothing', () => {
  const environment = { GATEWAY_PORT: '5000', GATEWAY_HOST: '' };
  expect(readConfig('serve', { port: '6000' }, environment)).toMatchObject({ port: 6000, host: '127.0.0.1' });
});

test('AWS_REGION wins over AWS_DEFAULT_REGION, and neither reaches the demo', () => {
  const environment = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-2' };
  expect(readConfig('serve', {}, environment).region).toBe('eu-west-1');
  expect(readConfig('serve', {}, { AWS_DEFAULT_REGION: 'us-east-2' }).region).toBe('us-east-2');
  expect(readConfig('demo', {}, environment).region).toBeUndefined();
});

test.each([
  ['port', '65536'],
  ['port', '1e3'],
  ['host', 'http://x'],
  ['allowedHosts', ['a.example:443']],
  ['allowedOrigins', ['*']],
  ['allowedOrigins', ['null']],
  ['allowedOrigins', ['https://a.example/']],
  ['allowedOrigins', ['https://a.example:443']],
  ['allowedOrigins', ['https://A.example']],
  ['publicUrl', 'gateway.example'],
  ['publicUrl', 'https://gateway.example/path'],
  ['trustedProxies', ['10.0.0.0/33']],
  ['trustedProxies', ['fd00::/129']],
  ['trustedProxies', ['10.0.0.0/']],
  ['trustedProxies', ['all']],
  ['store', ' '],
  ['instanceArn', 'arn:aws:sso:::instance/x'],
  ['identityStoreId', 'd-1'],
  ['region', 'Ireland'],
  ['maxAgeMs', 'P1M'],
  ['refreshMs', 'PT59S'],
  ['requestTimeoutMs', 'PT0S'],
  ['drainDelayMs', 'PT1H1S'],
  ['maxConnections', '0'],
  ['maxConnectionsPerAddress', 'many'],
  ['maxOperationsPerViewer', '0'],
  ['writeTimeoutMs', 'PT0S'],
  ['awsTps', '0'],
  ['backgroundTps', '0'],
  ['backgroundTps', '15.5'],
  ['startUrl', 'start'],
  ['ssoRegion', 'Ireland'],
  ['ssoSession', ' '],
  ['loginFlow', 'password'],
  ['allowTokenExport', 'yes'],
] as const)('%s does not take %j', (name, value) => {
  const flag = docsOf(name).flags.replace(/ .*/, '');
  expect(() => readConfig('serve', { [name]: value }, {})).toThrow(`${flag}: expected`);
});

test('the background lane takes a part of what there is, and nothing of what has no limit', () => {
  expect(readConfig('serve', { backgroundTps: '15' }, {}).backgroundTps).toBe(15);
  expect(() => readConfig('serve', { backgroundTps: '9' }, { GATEWAY_AWS_TPS: '8' })).toThrow(
    '--background-tps: expected at most 8, which is GATEWAY_AWS_TPS, but got: 9',
  );
  expect(() => readConfig('demo', {}, { GATEWAY_BACKGROUND_TPS: '5' })).toThrow(
    'GATEWAY_BACKGROUND_TPS: demo has no limit; give --aws-tps, too',
  );
});

test('gateways on one database know many people, and share the keys that sign-ins are sealed with', () => {
  const store = 'postgres://gateway@db.example/gateway';
  const stateKeys = '/tmp/keys';
  const tokens = { auth: 'tokens', tokens: '/tmp/tokens.json' };
  expect(readConfig('serve', { store, stateKeys, ...tokens }, {})).toMatchObject({ store, stateKeys });
  expect(readConfig('serve', { store, auth: 'none' }, {})).toMatchObject({ store });
  expect(() => readConfig('serve', { store, stateKeys }, {})).toThrow('--auth: token is one person');
  expect(() => readConfig('serve', { store, stateKeys, ...tokens, auth: 'token,tokens' }, {})).toThrow(
    '--auth: token is one person, whose token and sign-in are files of one machine',
  );
  expect(() => readConfig('serve', { store, ...tokens }, {})).toThrow('--store: needs --state-keys <file>');
  expect(() => readConfig('serve', { stateKeys, ...tokens }, {})).toThrow('--state-keys: is for gateways');
});

test('a configuration cannot be changed after it was read', () => {
  expect(Object.isFrozen(readConfig('serve', {}, {}))).toBe(true);
});

test.each([
  ['P1D', '2026-06-30T12:00:00.000Z'],
  ['2026-06-01', '2026-06-01T00:00:00.000Z'],
  ['2026-06-01T08:00Z', '2026-06-01T08:00:00.000Z'],
  ['2026-06-01T08:00:00.5+02:00', '2026-06-01T06:00:00.500Z'],
])('a moment is a date, a time of a zone, or so long ago: %s', (since, moment) => {
  const config = readConfig('export', { changes: 'true', since }, {});
  expect(new Date(config.since!(Date.parse('2026-07-01T12:00:00Z'))).toISOString()).toBe(moment);
});

test.each(['yesterday', '2026-02-30', '2026-13-01', '2026-06-01T08:00', '01/02/2026', '90'])(
  'a moment that is none, or of no zone, is refused: %s',
  (since) => {
    expect(() => readConfig('export', { changes: 'true', since }, {})).toThrow(
      /--since: expected a date such as/,
    );
  },
);
