import { expect, test } from 'vitest';
import { commands } from '../../src/config.ts';
import { docsOf, optionsOf, readConfig } from '../../src/main/read-config.ts';

test('without flags and variables every command has its defaults', () => {
  for (const command of commands) {
    expect(readConfig(command, {}, {})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      allowedHosts: [],
      mirror: 'memory',
      maxAgeMs: 3_600_000,
      namesMaxAgeMs: 86_400_000,
      requestTimeoutMs: 30_000,
      logLevel: 'info',
      accounts: 60,
      permissionSets: 12,
      users: 200,
      groups: 25,
      seed: 1,
      latencyMs: 0,
    });
  }
});

test('every option takes a value from its flag, and the same from its variable', () => {
  const flags = {
    port: '0',
    host: '::1',
    auth: 'token',
    tokenFile: '/tmp/token',
    allowedHosts: ['a.example', 'b.example'],
    mirror: 'facts.db',
    instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
    identityStoreId: 'd-1234567890',
    region: 'eu-west-1',
    profile: 'admin',
    maxAgeMs: 'PT5M',
    namesMaxAgeMs: 'PT0S',
    requestTimeoutMs: 'PT1M30S',
    awsTps: '7.5',
    logLevel: 'debug',
    sandboxPort: '4601',
    accounts: '7000',
    permissionSets: '3500',
    users: '200000',
    groups: '0',
    assignments: '1000000',
    seed: '42',
    latencyMs: '50',
    sandboxTps: '20',
    throttle: 'false',
  };
  const values = {
    ...flags,
    port: 0,
    maxAgeMs: 300_000,
    namesMaxAgeMs: 0,
    requestTimeoutMs: 90_000,
    awsTps: 7.5,
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
  };
  for (const command of commands) {
    const names = optionsOf(command);
    const variables = Object.fromEntries(names.map((name) => [docsOf(name).env[0]!, String(flags[name])]));
    const expected = Object.fromEntries(names.map((name) => [name, values[name]]));
    expect(readConfig(command, flags, {})).toMatchObject(expected);
    expect(readConfig(command, {}, variables)).toMatchObject(expected);
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
  ['mirror', ' '],
  ['instanceArn', 'arn:aws:sso:::instance/x'],
  ['identityStoreId', 'd-1'],
  ['region', 'Ireland'],
  ['maxAgeMs', 'P1M'],
  ['requestTimeoutMs', 'PT0S'],
  ['awsTps', '0'],
] as const)('%s does not take %j', (name, value) => {
  const flag = docsOf(name).flags.replace(/ .*/, '');
  expect(() => readConfig('serve', { [name]: value }, {})).toThrow(`${flag}: expected`);
});

test('what was read cannot be changed', () => {
  expect(Object.isFrozen(readConfig('serve', {}, {}))).toBe(true);
});
