import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { readEverything, type Fact } from './brute-force.ts';
import { gatewayOn, keyOf, keysOf, type PageArgs, type TestGateway } from './gateway-on-sandbox.ts';
import { holds } from './naive-filter.ts';
import { filters } from './random-filter.ts';

const runs = Number(process.env['EQUALITY_RUNS'] ?? 50);
const seed = Number(process.env['EQUALITY_SEED'] ?? Date.now() % 2 ** 31);

const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 40 }),
  permissionSets: fc.oneof(
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 8 }) },
  ),
  users: fc.nat(60),
  groups: fc.nat(12),
  modes: fc.record({
    pathsAbsent: fc.boolean(),
    statusAbsent: fc.boolean(),
    directoryCannotBeListed: fc.boolean(),
  }),
});

const questions = fc.record({
  filter: filters,
  first: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 })),
  withTotalCount: fc.boolean(),
  maxAge: fc.constantFrom(null, 'PT0S'),
  /** A gateway that has read nothing yet. */
  isCold: fc.boolean(),
});

const property = fc.asyncProperty(
  organizations,
  fc.array(questions, { minLength: 4, maxLength: 6 }),
  async (options, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    makeStrange(sandbox.organization);
    const facts = await readEverything(sandbox);
    await using warm = await gatewayOn(sandbox);
    await expectEqual(warm, { first: 1000 }, facts);
    for (const { filter, isCold, ...args } of asked) {
      const settled = filter({ organization: sandbox.organization, facts });
      const wanted = facts.filter((fact) => holds(settled, fact));
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      // Pages of one are tried where they do not make hundreds of queries.
      const first = Math.max(args.first, Math.ceil(wanted.length / 50));
      await expectEqual(cold ?? warm, { ...args, first, filter: settled }, wanted);
    }
  },
);

it(`the pages of ${runs} random organizations, put together, are what reading every pair gives`, async () => {
  // A failure is shown as it was found; EQUALITY_SEED repeats it, and makes it smaller.
  const endOnFailure = process.env['EQUALITY_SEED'] === undefined;
  await fc.assert(property, { numRuns: runs, seed, endOnFailure, verbose: 0 });
}, 600_000);

async function expectEqual(gateway: TestGateway, args: PageArgs, wanted: readonly Fact[]): Promise<void> {
  const asked = JSON.stringify(args);
  const { rows, pages } = await gateway.walk(args);
  expect(keysOf(rows), asked).toEqual(sortedKeys(wanted));
  for (const [n, page] of pages.entries()) {
    expect(page.completeness, asked).toMatchObject({ complete: true, failures: [], failuresOmitted: 0 });
    expect(page.pageInfo.hasPreviousPage, asked).toBe(n > 0);
    expect(page.edges, asked).toHaveLength(page.nodes.length);
    // No deadline has come, so that every page but the last is full, and the last is empty only when nothing matches.
    if (page.pageInfo.hasNextPage) expect(page.nodes, asked).toHaveLength(args.first ?? 100);
    else if (n > 0) expect(page.nodes, asked).not.toHaveLength(0);
    if (args.withTotalCount) expect(page.totalCount, asked).toBe(wanted.length);
  }
  await expectTheRest(
    gateway,
    args,
    pages[0]!.edges.at(-2)?.cursor,
    keysOf(rows),
    pages[0]!.nodes.length - 1,
  );
}

/** The cursor of any edge is a place to go on from, not only the page's last. */
async function expectTheRest(
  gateway: TestGateway,
  args: PageArgs,
  after: string | undefined,
  keys: readonly string[],
  seen: number,
): Promise<void> {
  if (after === undefined) return;
  const page = await gateway.page({ ...args, after });
  expect(page.nodes.map(keyOf), JSON.stringify(args)).toEqual(keys.slice(seen, seen + (args.first ?? 100)));
}

function sortedKeys(facts: readonly Fact[]): string[] {
  const keys = facts.map(({ accountId, arn, type, principalId }) =>
    [accountId, arn, type, principalId].join(' '),
  );
  return keys.toSorted((one, other) => (one < other ? -1 : 1));
}

/** Adds what a generated organization has too little of: odd names, orphans, and accounts that came, went and moved. */
function makeStrange(organization: Organization): void {
  const names = ['ſtraße', 'STRASSE', 'ΣΊΣΥΦΟΣ', 'Kelvin', 'a.b*c(', 'x\u{1f600}y', 'naïve', "o'brien %_"];
  const [permissionSet] = organization.permissionSets();
  const accounts = organization.accounts();
  const [unit] = organization.organizationalUnits();
  const users = names.map((userName) =>
    organization.createUser({ userName, displayName: userName, givenName: 'A', familyName: 'B' }),
  );
  const groups = names.map((displayName) => organization.createGroup({ displayName }));
  for (const [n, name] of names.entries()) {
    const account = organization.createAccount({ name, email: `a${n}@strange.example` });
    if (n === 1) organization.closeAccount(account.id);
    if (n === 2 && unit) organization.moveAccount(account.id, organization.root.id, unit.id);
    if (!permissionSet) continue;
    const user = users[n]!;
    const group = groups[n]!;
    for (const accountId of [account.id, accounts[n % accounts.length]!.id]) {
      const pair = { accountId, permissionSetArn: permissionSet.arn };
      organization.createAssignment({ ...pair, principalType: 'USER', principalId: user.userId });
      organization.createAssignment({ ...pair, principalType: 'GROUP', principalId: group.groupId });
    }
    if (n === 3) organization.deleteUser(user.userId);
    if (n === 4) organization.deleteGroup(group.groupId);
  }
}
