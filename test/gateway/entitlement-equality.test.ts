import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { settings } from '../properties.ts';
import type { Fact } from './brute-force.ts';
import {
  entitlementKeys,
  entitlementPage,
  entitlementWalk,
  type EntitlementArgs,
} from './entitlements-of.ts';
import { gatewayOn, type TestGateway } from './gateway-on-sandbox.ts';
import { holds } from './naive-filter.ts';
import { principal, target } from './random-filter.ts';

const organizations = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 1, max: 40 }),
  permissionSets: fc.constant(1),
  users: fc.nat(60),
  groups: fc.nat(12),
  modes: fc.record({ pathsAbsent: fc.boolean(), directoryCannotBeListed: fc.boolean() }),
});

const questions = fc.record({
  principal: fc.option(principal, { nil: undefined }),
  target: fc.option(target, { nil: undefined }),
  first: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 })),
  withTotalCount: fc.boolean(),
  maxAge: fc.constantFrom(null, 'PT0S'),
  isCold: fc.boolean(),
});

/** Every entitlement as something that filters may ask of, and its key in the order of the graph. */
function factsOf(organization: Organization): (Fact & { readonly key: string })[] {
  const { accountAccess } = organization;
  const rows = accountAccess
    .entitlements()
    .map(({ id, accountId, roleArn, principalType: type, principalId }) => {
      const account = organization.account(accountId)!;
      const user = type === 'USER' ? organization.user(principalId) : undefined;
      const group = type === 'GROUP' ? organization.group(principalId) : undefined;
      return {
        key: `${accountId} ${roleArn} ${id}`,
        accountId,
        accountName: account.name,
        accountState: account.state,
        parents: organization.ancestors(accountId).toReversed(),
        arn: '',
        setName: undefined,
        policies: [],
        tags: [],
        type,
        principalId,
        principalName: user?.userName ?? group?.displayName,
        deleted: !user && !group,
        enabled: user && user.status === 'ENABLED',
        displayName: user?.displayName,
        email: user?.email,
      };
    });
  return rows.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

const property = fc.asyncProperty(
  organizations,
  fc.array(questions, { minLength: 3, maxLength: 5 }),
  async (options, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    const { organization } = sandbox;
    const facts = factsOf(organization);
    const world = { organization, facts };
    await using warm = await gatewayOn(sandbox);
    for (const { isCold, first, ...question } of asked) {
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      const gateway = cold ?? warm;
      const filter = { principal: question.principal?.(world), target: question.target?.(world) };
      const wanted = facts.filter((fact) => holds(filter, fact)).map(({ key }) => key);
      const { withTotalCount, maxAge } = question;
      const size = Math.max(first, Math.ceil(wanted.length / 25));
      const args = { ...filter, withTotalCount, maxAge, first: size };
      await expectEqual(gateway, args, wanted);
    }
  },
);

it('the pages of entitlements of random organizations, put together, are what the organizations have', async () => {
  await expect(fc.assert(property, settings(60))).resolves.toBeUndefined();
}, 600_000);

async function expectEqual(
  gateway: TestGateway,
  args: EntitlementArgs & { readonly first: number },
  wanted: readonly string[],
): Promise<void> {
  const pages = await entitlementWalk(gateway, args);
  expect({ args, keys: entitlementKeys(pages) }).toEqual({ args, keys: wanted });
  for (const [n, page] of pages.entries())
    expect({ args, n, ...page }).toMatchObject({
      args,
      n,
      pageInfo: { hasNextPage: n < pages.length - 1 },
      completeness: { complete: true, failures: [] },
      ...(args.withTotalCount && { totalCount: wanted.length }),
    });
  // The cursor of any edge is a place to go on from.
  const after = pages[0]?.edges.at(-2)?.cursor;
  if (after === undefined) return;
  const seen = pages[0]!.edges.length - 1;
  const rest = entitlementKeys([await entitlementPage(gateway, { ...args, after })]);
  expect({ args, rest }).toEqual({ args, rest: wanted.slice(seen, seen + args.first) });
}
