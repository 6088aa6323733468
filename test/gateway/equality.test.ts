import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { settings } from '../properties.ts';
import { readEverything, type Fact } from './brute-force.ts';
import { gatewayOn, keysOf, type PageArgs, type TestGateway } from './gateway-on-sandbox.ts';
import { holds } from './naive-filter.ts';
import { filters } from './random-filter.ts';
import { makeStrange } from './strange-organization.ts';

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
  fc.array(questions, { minLength: 3, maxLength: 5 }),
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
      const first = Math.max(args.first, Math.ceil(wanted.length / 25));
      await expectEqual(cold ?? warm, { ...args, first, filter: settled }, wanted);
    }
  },
);

it('the pages of random organizations, put together, are what reading every pair gives', async () => {
  await expect(fc.assert(property, settings(50))).resolves.toBeUndefined();
}, 600_000);

async function expectEqual(gateway: TestGateway, args: PageArgs, wanted: readonly Fact[]): Promise<void> {
  const { rows, pages } = await gateway.walk(args);
  const keys = sortedKeys(wanted);
  // The question stands in both, so that a failure shows it.
  expect({ args, keys: keysOf(rows) }).toEqual({ args, keys });
  const first = args.first ?? 100;
  for (const [n, page] of pages.entries()) {
    const { nodes, edges, pageInfo, completeness } = page;
    const { hasNextPage, hasPreviousPage } = pageInfo;
    const { complete, failures } = completeness;
    const totalCount = args.withTotalCount ? keys.length : undefined;
    const size = Math.min(first, keys.length - n * first);
    // No deadline comes, so that every page but the last is full, and an empty one is the only one.
    expect({ args, n, size: nodes.length, edges: edges.length, hasNextPage, hasPreviousPage }).toEqual({
      args,
      n,
      size,
      edges: size,
      hasNextPage: n < pages.length - 1,
      hasPreviousPage: n > 0,
    });
    expect({ args, complete, failures, totalCount: page.totalCount }).toEqual({
      args,
      complete: true,
      failures: [],
      totalCount,
    });
  }
  // The cursor of any edge is a place to go on from, not only the page's last.
  const after = pages[0]?.edges.at(-2)?.cursor;
  if (after === undefined) return;
  const seen = pages[0]!.edges.length - 1;
  const { nodes } = await gateway.page({ ...args, after });
  expect({ args, after: keysOf(nodes) }).toEqual({ args, after: keys.slice(seen, seen + first) });
}

function sortedKeys(facts: readonly Fact[]): string[] {
  const keys = facts.map(({ accountId, arn, type, principalId }) =>
    [accountId, arn, type, principalId].join(' '),
  );
  return keys.toSorted((one, other) => (one < other ? -1 : 1));
}
