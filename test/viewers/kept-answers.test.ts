import { expect, test } from 'vitest';
import { pairOf } from '../portal/one-machine.ts';
import { sharedGateway } from './shared-gateway.ts';

const organizations = '{ assignments(first: 5) { nodes { id principal { name } } } }';
/** Of whoever asks; each with a part that is the same for all, and that alone would be kept. */
const personal = [
  '{ viewer { name permissions } }',
  '{ session { state startUrl } }',
  '{ availableAccounts { nodes { accountId } } }',
  '{ availableRoles(first: 1000) { nodes { roleName account { accountId } } } }',
  '{ assignments(first: 5) { nodes { id } } availableRoles(first: 1000) { nodes { roleName } } }',
  '{ assignments(first: 5) { nodes { id } } viewer { name } }',
];

type Gateway = Awaited<ReturnType<typeof sharedGateway>>;

async function signIn(gateway: Gateway, who: string, person: string): Promise<void> {
  const query = 'mutation { login(input: { forceRefresh: true }) { id userCode } }';
  const { login } = await gateway.ask(who, 'HTTP', query);
  await gateway.sandbox.approve(login.userCode, person);
  const status = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state } }';
  await gateway.ask(who, 'SSE', status, { id: login.id });
}

async function hits({ url, tokens }: Gateway): Promise<number> {
  const headers = { Authorization: `Bearer ${tokens['watch']}` };
  const text = await (await fetch(new URL('/metrics', url), { headers })).text();
  return Number(/^identity_center_gateway_answer_cache_hits_total (\d+)$/m.exec(text)?.[1]);
}

/** Accounts that a person can enter: by assignments, of themselves or of groups. Entitlements may add some. */
function accountsOf({ sandbox: { organization } }: Gateway, userName: string): string[] {
  const { userId } = organization.userByName(userName)!;
  const rows = organization.assignmentsFor('USER', userId);
  const ids = new Set(rows.map(({ accountId }) => accountId));
  return [...ids].filter((id) => organization.account(id)?.state === 'ACTIVE').toSorted();
}

test('two viewers who may do the same share kept answers about the organization, and none of the portal or of themselves', async () => {
  const both = ['credentials', 'read'] as const;
  await using gateway = await sharedGateway({ ada: both, bob: both, watch: ['metrics'] });
  const { people } = pairOf(gateway.sandbox.organization);
  const of = { ada: people[0]!, bob: people[1]! };
  await signIn(gateway, 'ada', of.ada);
  const alone = await Promise.all(personal.map((query) => gateway.ask('ada', 'HTTP', query)));
  await signIn(gateway, 'bob', of.bob);
  const before = await hits(gateway);
  const answered: Record<'ada' | 'bob', unknown[]> = { ada: [], bob: [] };
  for (let round = 0; round < 3; round++)
    for (const query of personal)
      for (const who of ['ada', 'bob'] as const) answered[who].push(await gateway.ask(who, 'HTTP', query));
  expect(await hits(gateway)).toBe(before);
  expect(answered.ada).toEqual([...alone, ...alone, ...alone]);
  const ofBob = answered.bob.slice(0, personal.length);
  expect(answered.bob).toEqual([...ofBob, ...ofBob, ...ofBob]);
  const [viewer, session, accounts, roles] = ofBob as any[];
  expect([viewer.viewer.name, session.session.state]).toEqual(['bob', 'SIGNED_IN']);
  const told = accounts.availableAccounts.nodes.map((node: any) => node.accountId);
  expect(told).toEqual(expect.arrayContaining(accountsOf(gateway, of.bob)));
  expect([accounts, roles]).not.toContainEqual(alone[2]);
  expect(roles).not.toEqual(alone[3]);

  const answers = [];
  for (const who of ['ada', 'ada', 'bob', 'ada', 'bob'] as const)
    answers.push(await gateway.ask(who, 'HTTP', organizations));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await hits(gateway)).toBeGreaterThanOrEqual(before + 3);
}, 60_000);

test('an answer that is kept is not given to a viewer who may not read, nor after a sign-out to who may', async () => {
  await using gateway = await sharedGateway({
    ada: ['credentials', 'read'],
    bob: ['credentials'],
    watch: ['metrics'],
  });
  const { people } = pairOf(gateway.sandbox.organization);
  for (let n = 0; n < 3; n++) await gateway.ask('ada', 'HTTP', organizations);
  expect(await hits(gateway)).toBeGreaterThan(0);
  expect(await gateway.ask('bob', 'HTTP', organizations)).toBe('FORBIDDEN');
  const roles = '{ availableRoles { nodes { roleName } } }';
  await signIn(gateway, 'ada', people[0]!);
  for (let n = 0; n < 3; n++)
    expect(await gateway.ask('ada', 'HTTP', roles)).toMatchObject({ availableRoles: {} });
  await gateway.ask('ada', 'HTTP', 'mutation { logout { signedOut } }');
  expect(await gateway.ask('ada', 'HTTP', roles)).toBe('LOGIN_REQUIRED');
}, 60_000);
