import { expect, it } from 'vitest';
import type { ConfigFiles } from '../../src/aws/connection/config-files.ts';
import { placeOf, sharedPlaceOf } from '../../src/portal/place.ts';

const start = (name: string) => `https://${name}.awsapps.com/start`;
const sections = (of: Record<string, Record<string, string>>) =>
  new Map(Object.entries(of).map(([name, section]) => [name, new Map(Object.entries(section))]));
function files(
  ssoSessions: Record<string, Record<string, string>>,
  profiles: Record<string, Record<string, string>> = {},
): ConfigFiles {
  const paths = { config: '/nowhere', credentials: '/nowhere' };
  return { paths, profiles: sections(profiles), ssoSessions: sections(ssoSessions), services: new Map() };
}
const at = (name: string, region = 'eu-west-1') => ({ sso_start_url: start(name), sso_region: region });

it('takes the call before the configuration before the config file', () => {
  const config = files({ corp: at('corp') });
  const configured = { startUrl: start('configured'), region: 'us-east-2' };
  const named = placeOf({ startUrl: start('named'), region: 'us-west-2' }, configured, config);
  expect(named).toEqual({ startUrl: start('named'), region: 'us-west-2', sessionNames: [] });
  expect(placeOf({}, configured, config)).toMatchObject(configured);
  expect(placeOf({}, {}, config)).toEqual({
    startUrl: start('corp'),
    region: 'eu-west-1',
    sessionNames: ['corp'],
    scopes: ['sso:account:access'],
  });
});

it('knows the session of a place that is named, and the scopes that it asks for', () => {
  const config = files({
    corp: { ...at('corp'), sso_registration_scopes: 'sso:account:access, other:scope' },
    again: at('corp'),
  });
  expect(placeOf({ startUrl: start('corp') }, {}, config)).toEqual({
    startUrl: start('corp'),
    region: 'eu-west-1',
    sessionNames: ['corp', 'again'],
    scopes: ['sso:account:access', 'other:scope'],
  });
});

it('takes profiles from before sessions, and counts a session once however many profiles name it', () => {
  const old = files({}, { a: at('old'), b: at('old') });
  expect(placeOf({}, {}, old)).toEqual({ startUrl: start('old'), region: 'eu-west-1', sessionNames: [] });
  const config = files({ corp: at('corp') }, { a: { sso_session: 'corp' }, b: { sso_session: 'corp' } });
  expect(placeOf({}, {}, config)).toMatchObject({ sessionNames: ['corp'] });
});

it('lists the places when several fit, and says what is missing when none does', () => {
  const config = files({ one: at('one'), two: at('two', 'us-east-1') });
  expect(() => placeOf({}, {}, config)).toThrow(
    expect.objectContaining({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/several: .*one.* \(eu-west-1\), .*two.* \(us-east-1\)$/),
      details: {
        argument: 'startUrl',
        candidates: [
          { startUrl: start('one'), region: 'eu-west-1' },
          { startUrl: start('two'), region: 'us-east-1' },
        ],
      },
    }),
  );
  expect(placeOf({ region: 'us-east-1' }, {}, config)).toMatchObject({ startUrl: start('two') });
  expect(() => placeOf({ startUrl: start('new') }, {}, config)).toThrow(/region: give the Region/);
  expect(() => placeOf({}, {}, files({}))).toThrow(/startUrl: give the start URL/);
});

it.each([
  'ftp://x/start',
  'x',
  'https://user:word@x/start',
  'https://x/a b',
  `https://x/${'a'.repeat(1_001)}`,
])('takes %s for no start URL', (startUrl) => {
  expect(() => placeOf({ startUrl, region: 'us-east-1' }, {}, files({}))).toThrow(/startUrl: give a URL/);
});

it.each(['us-east-1.evil.example', 'US-EAST-1', '../x', 'us-east-1\n'])(
  'takes %j for no Region',
  (region) => {
    expect(() => placeOf({ startUrl: start('x'), region }, {}, files({}))).toThrow(/region: give a Region/);
  },
);

it('lets people who share a gateway sign in where it is configured, and nowhere else', () => {
  const configured = { startUrl: start('corp'), region: 'eu-west-1' };
  const allowed = [{ startUrl: start('other'), region: 'us-east-1' }];
  expect(sharedPlaceOf({}, configured, allowed)).toMatchObject(configured);
  expect(sharedPlaceOf({ startUrl: start('other'), region: 'us-east-1' }, configured, allowed)).toMatchObject(
    {
      startUrl: start('other'),
    },
  );
  const forbidden = expect.objectContaining({ code: 'FORBIDDEN' });
  expect(() => sharedPlaceOf({ startUrl: start('evil') }, configured, allowed)).toThrow(forbidden);
  expect(() => sharedPlaceOf({ region: 'us-west-2' }, configured, allowed)).toThrow(forbidden);
  expect(sharedPlaceOf({}, {}, allowed)).toMatchObject({ startUrl: start('other') });
});
