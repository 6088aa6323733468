import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasPostgres } from '../postgres/server.ts';
import { ownerOf, pairOf } from '../portal/one-machine.ts';
import { createToken, revokeToken } from '../../src/viewers/tokens/token-changes.ts';
import { until } from './known-by-tokens.ts';
import { places, sharedGateway, type Transport, transports, type Where } from './shared-gateway.ts';

const here: readonly Where[] = hasPostgres ? places : places.slice(0, 1);
const viewers = ['ada', 'bob'] as const;
const who = fc.constantFrom(...viewers);
const over = fc.constantFrom(...transports);
const which = fc.nat(9);
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('signIn' as const), who, over }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('logout' as const), who, over }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('session' as const), who, over }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('roles' as const), who, over }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('credentials' as const), who, over }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mint' as const), who, over }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('redeem' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('revoke' as const), who, over, which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('watch' as const), who, over, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), who, over, which }) },
);

const credentialsFields = 'accessKeyId secretAccessKey sessionToken';
const roleCredentials = `mutation ($role: RoleCredentialsInput!) { roleCredentials(input: $role) { ${credentialsFields} } }`;
const mint =
  'mutation ($role: CreateCredentialsTokenInput!) { createCredentialsToken(input: $role) { id token uri } }';

interface Minted {
  readonly id: string;
  readonly token: string;
  readonly uri: string;
  readonly by: 'ada' | 'bob';
  readonly signIn: object;
  isRevoked: boolean;
}

test.each(here)(
  'two viewers’ sessions, logins and tokens for credentials never cross at %s, whatever both do over HTTP, SSE and WebSocket',
  async (where) => {
    const tally: Record<string, number> = {};
    const count = (what: string) => (tally[what] = (tally[what] ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60, size: 'max' }), async (steps) => {
        await using gateway = await sharedGateway(
          { ada: ['credentials'], bob: ['credentials', 'read'] },
          where,
        );
        const { people, role } = pairOf(gateway.sandbox.organization);
        /** Who each viewer signs in as, and their sign-in now: another object for each. */
        const personOf = { ada: people[0]!, bob: people[1]! };
        const signedIn: Partial<Record<string, object>> = {};
        const logins: { id: string; by: string }[] = [];
        const minted: Minted[] = [];
        const [seen, expected]: [unknown[], unknown[]] = [[], []];
        const hold = (got: unknown, wanted: unknown) => {
          seen.push(got);
          expected.push(wanted);
        };
        const ask = (viewer: string, way: Transport, query: string, variables = {}) =>
          gateway.ask(viewer, way, query, variables);

        const signIn = async (viewer: 'ada' | 'bob', way: Transport) => {
          const begun = await ask(
            viewer,
            way,
            'mutation { login(input: { forceRefresh: true }) { id userCode } }',
          );
          logins.push({ id: begun.login.id, by: viewer });
          await gateway.sandbox.approve(begun.login.userCode, personOf[viewer]);
          const watched = way === 'HTTP' ? 'SSE' : way;
          const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
          const ended = await ask(viewer, watched, query, { id: begun.login.id });
          hold(ended.loginStatus.state, 'SUCCEEDED');
          signedIn[viewer] = {};
        };
        await signIn('ada', 'WebSocket');
        await signIn('bob', 'HTTP');

        for (const todo of steps) {
          if (todo.do === 'signIn') {
            if (count('signIn') <= 4) await signIn(todo.who, todo.over);
          } else if (todo.do === 'logout') {
            const answer = await ask(todo.who, todo.over, 'mutation { logout { signedOut } }');
            hold(answer, { logout: { signedOut: signedIn[todo.who] !== undefined } });
            delete signedIn[todo.who];
          } else if (todo.do === 'session') {
            const answer = await ask(todo.who, todo.over, '{ session { state } }');
            hold(answer.session.state, signedIn[todo.who] ? 'SIGNED_IN' : 'SIGNED_OUT');
          } else if (todo.do === 'roles') {
            const answer = await ask(todo.who, todo.over, '{ availableRoles { nodes { roleName } } }');
            hold(
              typeof answer === 'string' ? answer : 'roles',
              signedIn[todo.who] ? 'roles' : 'LOGIN_REQUIRED',
            );
          } else if (todo.do === 'credentials') {
            const answer = await ask(todo.who, todo.over, roleCredentials, { role });
            const keys = answer.roleCredentials;
            hold(
              keys ? await ownerOf(gateway.sandbox.url, keys) : answer,
              signedIn[todo.who] ? personOf[todo.who] : 'LOGIN_REQUIRED',
            );
          } else if (todo.do === 'mint') {
            const answer = await ask(todo.who, todo.over, mint, { role });
            const present = signedIn[todo.who];
            if (present)
              minted.push({
                ...answer.createCredentialsToken,
                by: todo.who,
                signIn: present,
                isRevoked: false,
              });
            hold(typeof answer === 'string' ? answer : 'token', present ? 'token' : 'LOGIN_REQUIRED');
          } else if (todo.do === 'redeem' || todo.do === 'revoke') {
            const token = minted[todo.which % Math.max(1, minted.length)];
            if (!token) continue;
            const isGood = !token.isRevoked && token.signIn === signedIn[token.by];
            if (todo.do === 'redeem') {
              const response = await fetch(gateway.at(token.uri), {
                headers: { Authorization: token.token },
              });
              hold(response.status, isGood ? 200 : 401);
              if (!isGood) continue;
              const { AccessKeyId, SecretAccessKey, Token } = (await response.json()) as Record<
                string,
                string
              >;
              const keys = {
                accessKeyId: AccessKeyId!,
                secretAccessKey: SecretAccessKey!,
                sessionToken: Token!,
              };
              const owner = await ownerOf(gateway.sandbox.url, { ...keys, expiresAt: 0 });
              hold(owner, personOf[token.by]);
              count('redeemed');
            } else {
              const query = 'mutation ($id: ID!) { revokeCredentialsToken(id: $id) { revoked } }';
              const answer = await ask(todo.who, todo.over, query, { id: token.id });
              if (token.by === todo.who) token.isRevoked = true;
              else hold(answer, { revokeCredentialsToken: { revoked: false } });
            }
          } else {
            const login = logins[todo.which % logins.length]!;
            const over = todo.do === 'watch' && todo.over === 'HTTP' ? 'SSE' : todo.over;
            const query =
              todo.do === 'watch'
                ? 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }'
                : 'mutation ($id: ID!) { cancelLogin(loginId: $id) { state } }';
            const answer = await ask(todo.who, over, query, { id: login.id });
            const isOwn = login.by === todo.who;
            hold(answer === 'NOT_FOUND', !isOwn);
            if (!isOwn) count('not another’s login');
          }
        }
        expect(seen).toEqual(expected);
        expect(gateway.problems).toEqual([]);
      }),
      { numRuns: 2, endOnFailure: true },
    );
    expect(Math.min(tally['redeemed'] ?? 0, tally['not another’s login'] ?? 0)).toBeGreaterThan(2);
  },
  120_000,
);

test.each(transports.flatMap((way) => here.map((where) => [way, where] as const)))(
  'over %s a cursor of one viewer’s roles says nothing in the list of the other, at %s',
  async (way, where) => {
    await using gateway = await sharedGateway({ ada: ['credentials'], bob: ['credentials'] }, where);
    const { people } = pairOf(gateway.sandbox.organization);
    const login = async (viewer: string, person: string) => {
      const begun = await gateway.ask(viewer, 'HTTP', 'mutation { login { id userCode } }');
      await gateway.sandbox.approve(begun.login.userCode, person);
      const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
      await gateway.ask(viewer, 'SSE', query, { id: begun.login.id });
    };
    await Promise.all([login('ada', people[0]!), login('bob', people[1]!)]);
    const query =
      'query ($after: String) { availableRoles(first: 1, after: $after) { pageInfo { endCursor } } }';
    const first = await gateway.ask('ada', way, query);
    const after = first.availableRoles.pageInfo.endCursor;
    expect(await gateway.ask('ada', way, query, { after })).toMatchObject({ availableRoles: {} });
    expect(await gateway.ask('bob', way, query, { after })).toBe('INVALID_CURSOR');
  },
);

test.each(here)(
  'with the token of a viewer, the tokens for credentials that they minted are worth nothing any more at %s',
  async (where) => {
    await using gateway = await sharedGateway({ ada: ['credentials'] }, where);
    const { people, role } = pairOf(gateway.sandbox.organization);
    const begun = await gateway.ask('ada', 'HTTP', 'mutation { login { id userCode } }');
    await gateway.sandbox.approve(begun.login.userCode, people[0]!);
    const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
    await gateway.ask('ada', 'SSE', query, { id: begun.login.id });
    const { token, uri } = (await gateway.ask('ada', 'HTTP', mint, { role })).createCredentialsToken;
    const status = async () => (await fetch(gateway.at(uri), { headers: { Authorization: token } })).status;
    expect(await status()).toBe(200);
    await revokeToken(gateway.file, 'ada');
    await until(async () => (await status()) === 401 && (await status()) === 401);
  },
);

test('a token for credentials is good no longer than the named token of the viewer who mints it', async () => {
  await using gateway = await sharedGateway({ other: ['read'] });
  const { people, role } = pairOf(gateway.sandbox.organization);
  const lifetimeMs = 600_000;
  const end = Date.now() + lifetimeMs;
  const ada = { name: 'ada', permissions: ['credentials'], lifetimeMs } as const;
  gateway.tokens['ada'] = await createToken(gateway.file, ada);
  await until(async () => (await gateway.ask('ada', 'HTTP', '{ viewer { name } }'))?.viewer !== undefined);
  const begun = await gateway.ask('ada', 'HTTP', 'mutation { login { id userCode } }');
  await gateway.sandbox.approve(begun.login.userCode, people[0]!);
  const query = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
  await gateway.ask('ada', 'SSE', query, { id: begun.login.id });
  const input = { ...role, lifetime: 'P30D' };
  const mintTold = mint.replace('{ id token uri }', '{ expiresAt }');
  const minted = await gateway.ask('ada', 'HTTP', mintTold, { role: input });
  const expiresAt = Date.parse(minted.createCredentialsToken.expiresAt);
  expect(expiresAt).toBeGreaterThanOrEqual(end);
  expect(expiresAt).toBeLessThan(end + 60_000);
});

test.each(transports)('over %s what a viewer may not do is refused, and told who they are', async (way) => {
  await using gateway = await sharedGateway({
    reader: ['read'],
    person: ['credentials'],
    scraper: ['metrics'],
  });
  const codes = async (query: string) =>
    Promise.all(['reader', 'person', 'scraper'].map((name) => gateway.ask(name, way, query)));
  expect(await codes('{ instances { arn } }')).toEqual([
    { instances: [expect.anything()] },
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
  expect(await codes('{ session { state } }')).toEqual([
    'FORBIDDEN',
    { session: { state: 'SIGNED_OUT' } },
    'FORBIDDEN',
  ]);
  expect(await codes('{ viewer { name permissions expiresAt } }')).toEqual([
    { viewer: { name: 'reader', permissions: ['READ'], expiresAt: null } },
    { viewer: { name: 'person', permissions: ['CREDENTIALS'], expiresAt: null } },
    { viewer: { name: 'scraper', permissions: ['METRICS'], expiresAt: null } },
  ]);
});
