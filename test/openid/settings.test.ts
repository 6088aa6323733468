import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nameIn, permissionsIn, subjectIn } from '../../src/viewers/oidc/claims.ts';
import { type IssuerSettings, readOidcFile } from '../../src/viewers/oidc/settings.ts';

const good = { issuer: 'https://id.example', audience: 'gateway', permissions: [{ permissions: ['read'] }] };

async function read(issuers: unknown): Promise<readonly IssuerSettings[]> {
  const file = join(await mkdtemp(join(tmpdir(), 'oidc-')), 'oidc.json');
  await writeFile(file, typeof issuers === 'string' ? issuers : JSON.stringify({ issuers }));
  return readOidcFile(file);
}

async function settingsWith(changed: object): Promise<IssuerSettings> {
  return (await read([{ ...good, ...changed }]))[0]!;
}

test.runIf(process.platform !== 'win32')(
  'a file of issuers that others can write is refused: they could let in whom they like',
  async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'oidc-')), 'oidc.json');
    await writeFile(file, JSON.stringify({ issuers: [good] }));
    for (const mode of [0o664, 0o646]) {
      await chmod(file, mode);
      await expect(readOidcFile(file)).rejects.toThrow(
        'can be written by others; allow that to its owner only (0644)',
      );
    }
    await chmod(file, 0o644);
    expect(await readOidcFile(file)).toHaveLength(1);
  },
);

test('an issuer needs its URL, an audience and what it permits; the rest has its usual value', async () => {
  expect(await read([good])).toEqual([
    {
      issuer: 'https://id.example',
      audience: ['gateway'],
      algorithms: ['RS256'],
      clockSkew: 30_000,
      subjectClaim: ['sub'],
      nameClaims: [['name'], ['preferred_username'], ['email']],
      permissions: [{ permissions: ['read'] }],
    },
  ]);
});

test.each<[what: string, issuers: unknown, problem: string]>([
  ['no JSON', '{', 'is no JSON'],
  ['no issuer', [], 'issuers: '],
  ['an issuer twice', [good, good], 'issuers: expected each issuer once'],
  [
    'an issuer in the clear',
    [{ ...good, issuer: 'http://id.example' }],
    'issuers[0].issuer: expected an https: URL',
  ],
  [
    'keys in the clear',
    [{ ...good, jwksUri: 'http://id.example/keys' }],
    'issuers[0].jwksUri: expected an https: URL',
  ],
  ['no audience', [{ ...good, audience: [] }], 'issuers[0].audience: '],
  ['an algorithm with a shared secret', [{ ...good, algorithms: ['HS256'] }], 'issuers[0].algorithms[0]: '],
  ['the algorithm none', [{ ...good, algorithms: ['none'] }], 'issuers[0].algorithms[0]: '],
  [
    'a skew of an hour',
    [{ ...good, clockSkew: 'PT1H' }],
    'issuers[0].clockSkew: expected a duration up to PT5M',
  ],
  ['no permission', [{ ...good, permissions: [] }], 'issuers[0].permissions: '],
  [
    'a rule with a claim and no value',
    [{ ...good, permissions: [{ claim: 'groups', permissions: ['read'] }] }],
    'issuers[0].permissions[0]: expected claim and has together',
  ],
  ['a member that is none', [{ ...good, audiences: 'x' }], 'issuers[0]: Unrecognized key'],
  ['a sign-in without a client', [{ ...good, signIn: {} }], 'issuers[0].signIn.clientId: '],
])('a file with %s is refused with the place', async (_, issuers, problem) => {
  await expect(read(issuers)).rejects.toThrow(problem);
});

describe('permissions', () => {
  const rule = (claim: unknown, has: unknown) => ({ permissions: [{ claim, has, permissions: ['read'] }] });

  test.each<[what: string, settings: object, claims: Record<string, unknown>, isMet: boolean]>([
    ['a value among several', rule('groups', 'a'), { groups: ['b', 'a'] }, true],
    ['one of several values', rule('groups', ['a', 'c']), { groups: ['c'] }, true],
    ['the value itself', rule('dept', 'IT Security'), { dept: 'IT Security' }, true],
    ['a word of the value', rule('dept', 'IT'), { dept: 'IT Security' }, false],
    ['a scope among several', rule('scope', 'read'), { scope: 'openid read' }, true],
    ['a scope of Entra and Okta', rule('scp', 'read'), { scp: ['read'] }, true],
    ['a beginning of a scope', rule('scope', 'read'), { scope: 'readers' }, false],
    ['a claim within others', rule(['realm_access', 'roles'], 'a'), { realm_access: { roles: ['a'] } }, true],
    [
      'a claim with dots and slashes',
      rule('https://x.example/roles', 'a'),
      { 'https://x.example/roles': ['a'] },
      true,
    ],
    ['a claim that is a truth', rule('email_verified', 'true'), { email_verified: true }, true],
    ['a claim that is missing', rule('groups', 'a'), {}, false],
    ['a claim that every object has', rule('constructor', 'a'), {}, false],
    ['an object in place of a list', rule('groups', 'a'), { groups: { a: true } }, false],
    ['another case', rule('groups', 'Admins'), { groups: ['admins'] }, false],
    ['everybody', { permissions: [{ permissions: ['read'] }] }, {}, true],
  ])('by %s', async (_, settings, claims, isMet) => {
    expect(permissionsIn(claims, await settingsWith(settings)).has('read')).toBe(isMet);
  });

  test('are those of all rules that are met, and none without one', async () => {
    const settings = await settingsWith({
      permissions: [
        { claim: 'groups', has: 'a', permissions: ['read', 'metrics'] },
        { claim: 'groups', has: 'b', permissions: ['credentials', 'read'] },
        { claim: 'groups', has: 'c', permissions: ['audit'] },
      ],
    });
    const held = (groups: string[]) => [...permissionsIn({ groups }, settings)].toSorted();
    expect(held(['a', 'b'])).toEqual(['credentials', 'metrics', 'read']);
    expect(held(['z'])).toEqual([]);
  });
});

test('a viewer’s name is the first claim that is there, and their subject may be another claim', async () => {
  const settings = await settingsWith({ subjectClaim: 'oid', nameClaims: ['name', ['profile', 'login']] });
  const claims = { sub: 'pairwise', oid: 'the-object', name: ' ', profile: { login: 'ada' } };
  expect([subjectIn(claims, settings), nameIn(claims, settings)]).toEqual(['the-object', 'ada']);
  expect(subjectIn({ sub: 'pairwise' }, settings)).toBeUndefined();
  expect(nameIn({ name: 'x'.repeat(1000) }, settings)).toHaveLength(128);
});
