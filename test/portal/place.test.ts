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
const address = (name: string, region = 'eu-west-1') => ({ startUrl: start(name), region });
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

it.each(['', '/', '#', '#/', '/#', '/#/', '/?a=b#/c'])(
  'knows the session of a start URL that is written with %j at its end, and keeps to its letters',
  (end) => {
    const config = files({ corp: at('corp') });
    for (const url of [`${start('corp')}${end}`, `HTTPS://Corp.AWSapps.com:443/start${end}`])
      expect(placeOf({ startUrl: url }, {}, config)).toMatchObject({
        ...address('corp'),
        sessionNames: ['corp'],
      });
    const asTyped = files({
      corp: { ...at('corp'), sso_start_url: `${start('corp')}${end}` },
      again: at('corp'),
    });
    expect(placeOf({ startUrl: start('corp') }, {}, asTyped)).toMatchObject({
      startUrl: `${start('corp')}${end}`,
      sessionNames: ['corp', 'again'],
    });
    expect(sharedPlaceOf({ startUrl: `${start('corp')}${end}` }, address('corp'), [])).toMatchObject(
      address('corp'),
    );
  },
);

it.each(['/other', '/start/x', ':8443/start'])('takes %s for another portal', (end) => {
  const startUrl = `https://corp.awsapps.com${end}`;
  expect(placeOf({ startUrl, region: 'eu-west-1' }, {}, files({ corp: at('corp') }))).toEqual({
    startUrl,
    region: 'eu-west-1',
    sessionNames: [],
  });
});

const several = files(
  { one: at('one'), two: at('two', 'us-east-1'), bob: at('two', 'us-east-1') },
  {
    dev: { sso_session: 'two' },
    old: at('old'),
    plain: { region: 'eu-west-1' },
    lost: { sso_session: 'gone' },
  },
);

it('takes the session of the profile, and no other session’s sign-in, unless something else says where', () => {
  const two = { ...address('two', 'us-east-1'), sessionNames: ['two'], session: 'two' };
  expect(placeOf({}, { profile: 'dev' }, several)).toMatchObject(two);
  expect(placeOf({ startUrl: `${start('two')}/` }, { profile: 'dev' }, several)).toMatchObject(two);
  expect(placeOf({}, { profile: 'dev', startUrl: start('one') }, several)).toMatchObject(address('one'));
  expect(placeOf({ region: 'us-east-1' }, { profile: 'dev' }, several)).toMatchObject(two);
  expect(placeOf({}, { profile: 'old' }, several)).toMatchObject(address('old'));
  expect(() => placeOf({}, { profile: 'plain' }, several)).toThrow(/several/);
  expect(() => placeOf({}, { profile: 'nobody' }, several)).toThrow(/several/);
  expect(() => placeOf({}, { profile: 'lost' }, several)).toThrow(
    /AWS_PROFILE: the profile names the sso-session "gone".*its sessions: one, two, bob/,
  );
  expect(placeOf({ startUrl: start('one') }, { profile: 'lost' }, several)).toMatchObject(address('one'));
});

it('takes the session that is chosen by its name before the profile', () => {
  const bob = { ...address('two', 'us-east-1'), sessionNames: ['bob'], session: 'bob' };
  expect(placeOf({}, { ssoSession: 'bob', profile: 'dev' }, several)).toMatchObject(bob);
  expect(placeOf({ startUrl: start('two') }, { ssoSession: 'bob' }, several)).toMatchObject(bob);
  expect(placeOf({ startUrl: start('one') }, { ssoSession: 'bob' }, several)).toMatchObject(address('one'));
  expect(() => placeOf({}, { ssoSession: 'carol' }, several)).toThrow(
    '--sso-session: /nowhere has no "carol" with a place to sign in at; its sessions: one, two, bob',
  );
  expect(() => placeOf({}, { ssoSession: 'bob', startUrl: start('one') }, several)).toThrow(
    /--sso-session: "bob" signs in at .*two.*, and not at .*one.*; give one of both/,
  );
});

it('lists several sessions by their names, with what chooses', () => {
  expect(() => placeOf({}, {}, several)).toThrow(
    `startUrl: give the start URL of the access portal, or start the gateway with --sso-session, --start-url or AWS_PROFILE: the AWS config file has several: one at ${start('one')} (eu-west-1), two or bob at ${start('two')} (us-east-1), ${start('old')} (eu-west-1)`,
  );
  const words = { startUrl: ['--start-url', 'give it'], region: ['--sso-region', 'give that'] } as const;
  expect(() => placeOf({}, {}, several, words)).toThrow(/^--start-url: give it: .* several: one at/);
  expect(() => placeOf({ startUrl: start('new') }, {}, several, words)).toThrow('--sso-region: give that');
});

it.each([
  ['https://ssoins-1.portal.eu-west-1.app.aws/', 'eu-west-1'],
  ['https://ssoins-1.us-gov-west-1.portal.amazonaws.com', 'us-gov-west-1'],
  ['https://ssoins-1.cn-north-1.portal.amazonaws.com.cn', 'cn-north-1'],
])('reads the Region of %s from its host, when nothing else says it', (startUrl, region) => {
  expect(placeOf({ startUrl }, {}, files({}))).toMatchObject({ startUrl, region });
  expect(placeOf({}, {}, files({ corp: { sso_start_url: startUrl } }))).toMatchObject({ startUrl, region });
  expect(placeOf({ startUrl, region: 'us-east-1' }, {}, files({}))).toMatchObject({ region: 'us-east-1' });
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
