import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callsOf, costOf, free } from '../../src/reader/plan/cost.ts';
import {
  cheapest,
  candidatePlans,
  explanationOf,
  priceOf,
  union,
  type Circumstances,
  type CandidatePlan,
} from '../../src/reader/plan/plan.ts';
import type { Strategy } from '../../src/reader/plan/strategy.ts';
import type { Estimates } from '../../src/reader/plan/estimates/estimate.ts';

/** 60 accounts with 5 of 20 permission sets each, none of which was read. */
const cold: Estimates = {
  accounts: {
    count: 60,
    list: costOf('organizations:ListAccounts', 3),
    isJudged: false,
    facts: free,
    factsAnywhere: free,
    provisionedCalls: 60,
  },
  sets: {
    count: 20,
    isBounded: false,
    list: costOf('sso-admin:ListPermissionSets', 1),
    names: free,
    accountsOfCalls: 20,
  },
  pairs: { calls: 300 },
  combinations: Number.POSITIVE_INFINITY,
  holders: undefined,
  isInherited: false,
  principalNames: free,
  rows: 600,
  refused: new Set(),
  refusals: new Map(),
};
const everything: Circumstances = {
  wanted: Number.POSITIVE_INFINITY,
  seconds: (cost) => callsOf(cost) / 15,
};
const named = { ids: [], isNamed: true, isKnown: true, isGuess: false, list: free };
const oneSet = { ...cold.sets, count: 1, isBounded: true, list: free, accountsOfCalls: 1 };

function chosen(estimates: Estimates, circumstances = everything) {
  const candidate = cheapest(candidatePlans(estimates), circumstances)!;
  return {
    strategy: candidate.strategy,
    calls: callsOf(priceOf(candidate, circumstances.wanted)),
    prerequisite: candidate.prerequisite,
  };
}

function plan(candidates: readonly CandidatePlan[]) {
  const parts = candidates.map((candidate) => ({ candidate, price: priceOf(candidate, everything.wanted) }));
  return explanationOf(parts, union(parts.map(({ price }) => price)), free, everything);
}

test('everything is read by permission set, which has fewer lists, and a page by account, which needs few of them', () => {
  expect(chosen(cold)).toEqual({
    strategy: 'BY_PERMISSION_SET',
    calls: 1 + 20 + 300,
    prerequisite: 'LIST_PERMISSION_SETS',
  });
  expect(chosen(cold, { ...everything, wanted: 11 })).toEqual({
    strategy: 'BY_ACCOUNT',
    calls: 3 + 2 + 6,
    prerequisite: 'LIST_ACCOUNTS',
  });
});

test('facts that were read already cost nothing', () => {
  const warm = {
    ...cold,
    accounts: { ...cold.accounts, list: free, provisionedCalls: 0 },
    pairs: { calls: 0 },
  };
  expect(chosen(warm)).toEqual({ strategy: 'BY_ACCOUNT', calls: 0, prerequisite: undefined });
  expect(plan([cheapest(candidatePlans(warm), everything)!])).toMatchObject({
    strategy: 'COVERED',
    calls: 0,
    seconds: 0,
  });
  expect(chosen({ ...warm, pairs: { calls: 7 } })).toMatchObject({ strategy: 'BY_ACCOUNT', calls: 7 });
});

test('few combinations are asked for directly', () => {
  const accounts = { ...cold.accounts, count: 1, list: free, provisionedCalls: 1 };
  const pair = { ...cold, accounts, sets: oneSet, pairs: { calls: 0.25 }, combinations: 1 };
  expect(chosen(pair)).toEqual({ strategy: 'BY_PAIR', calls: 1, prerequisite: undefined });
});

test('principals that are named are asked about directly, unless there are more of them than pairs', () => {
  expect(chosen({ ...cold, holders: { ...named, count: 1, calls: 1 } })).toEqual({
    strategy: 'BY_PRINCIPAL',
    calls: 1,
    prerequisite: 'READ_HOLDINGS',
  });
  expect(chosen({ ...cold, holders: { ...named, count: 500, calls: 500 } }).strategy).toBe(
    'BY_PERMISSION_SET',
  );
});

test('an assignment filter that no principal meets costs nothing, whatever it asks about the rest', () => {
  const nobody = {
    ...cold,
    sets: { ...cold.sets, names: costOf('sso-admin:DescribePermissionSet', 3) },
    holders: { ...named, count: 0, calls: 0 },
  };
  expect(chosen(nobody)).toEqual({ strategy: 'BY_PRINCIPAL', calls: 0, prerequisite: undefined });
});

test('inherited assignments of one user are told by that user alone', () => {
  const estimates = { ...cold, isInherited: true, holders: { ...named, count: 1, calls: 2 } };
  expect(candidatePlans(estimates).map(({ strategy }) => strategy)).toEqual(['BY_PRINCIPAL']);
});

test('a strategy that AWS refuses is not offered, and the reason for another one says so', () => {
  const estimates = {
    ...cold,
    holders: { ...named, count: 1, calls: 1 },
    refused: new Set<Strategy>(['BY_PRINCIPAL']),
    refusals: new Map<Strategy, string>([['BY_PRINCIPAL', 'AWS refuses it']]),
  };
  const candidate = cheapest(candidatePlans(estimates), everything)!;
  expect(plan([candidate])).toMatchObject({
    strategy: 'BY_PERMISSION_SET',
    reason: 'where 20 permission sets are provisioned, since AWS refuses it',
  });
  const unconcerned = cheapest(candidatePlans({ ...estimates, holders: undefined }), everything)!;
  expect(unconcerned.reason).toBe('where 20 permission sets are provisioned');
});

test('a guess that comes to about one is one', () => {
  const candidates = candidatePlans({ ...cold, holders: { ...named, count: 1.25, calls: 2 } });
  expect(candidates.find(({ strategy }) => strategy === 'BY_PRINCIPAL')?.reason).toBe(
    'what 1 principal holds',
  );
});

test('a plan that lacks nothing but names is not called everything', () => {
  const [candidate] = candidatePlans(cold);
  const names = costOf('identitystore:ListUsers', 2);
  expect(explanationOf([{ candidate: candidate!, price: free }], free, names, everything)).toMatchObject({
    strategy: 'COVERED',
    reason: 'the assignments in reach were read recently enough',
    calls: 2,
  });
});

test('seconds decide before calls', () => {
  const holders = { ...named, count: 150, calls: 150 };
  const slow: Circumstances = {
    ...everything,
    seconds: (cost) => cost.get('sso-admin:ListAccountAssignmentsForPrincipal') ?? 0,
  };
  expect(chosen({ ...cold, holders }).strategy).toBe('BY_PRINCIPAL');
  expect(chosen({ ...cold, holders }, slow).strategy).toBe('BY_PERMISSION_SET');
});

test('a forced strategy is taken where the filter allows it', () => {
  const forced = (strategy: Strategy) => ({ ...everything, forced: strategy });
  expect(chosen(cold, forced('BY_ACCOUNT')).strategy).toBe('BY_ACCOUNT');
  expect(cheapest(candidatePlans(cold), forced('BY_PAIR'))).toBeUndefined();
  expect(cheapest(candidatePlans(cold), forced('BY_PRINCIPAL'))).toBeUndefined();
});

test('the reason of a question in parts names each, and the strategy is that of the dearest', () => {
  const parts = [
    cheapest(candidatePlans({ ...cold, holders: { ...named, count: 1, calls: 1 } }), everything)!,
    cheapest(candidatePlans({ ...cold, sets: oneSet, pairs: { calls: 15 } }), everything)!,
  ];
  expect(plan(parts)).toMatchObject({
    strategy: 'BY_PERMISSION_SET',
    reason: 'what 1 principal holds; and where 1 permission set is provisioned',
    calls: 1 + 1 + 15,
  });
});

const calls = fc.nat({ max: 500 });
const estimates: fc.Arbitrary<Estimates> = fc
  .record({
    accounts: fc.tuple(calls, fc.nat({ max: 30 }), calls),
    sets: fc.tuple(calls, fc.boolean(), calls, calls),
    pairs: fc.double({ min: 0, max: 500, noNaN: true }),
    combinations: calls,
    holders: fc.option(fc.tuple(calls, calls), { nil: undefined }),
    rows: fc.nat({ max: 2_000 }),
  })
  .map(({ accounts, sets, pairs, combinations, holders, rows }) => ({
    ...cold,
    accounts: {
      ...cold.accounts,
      count: accounts[0],
      list: costOf('organizations:ListAccounts', accounts[1]),
      provisionedCalls: accounts[2],
    },
    sets: {
      ...cold.sets,
      count: sets[0],
      isBounded: sets[1],
      names: costOf('sso-admin:DescribePermissionSet', sets[2]),
      accountsOfCalls: sets[3],
    },
    pairs: { calls: pairs },
    combinations,
    holders: holders && { ...named, count: holders[0], calls: holders[1] },
    rows,
  }));

test('no candidate is cheaper than the one chosen, prices are whole calls, and a page never costs more than everything', () => {
  fc.assert(
    fc.property(estimates, fc.integer({ min: 1, max: 1_001 }), (asked, wanted) => {
      const page = { ...everything, wanted };
      const price = chosen(asked, page).calls;
      expect(Number.isInteger(price)).toBe(true);
      for (const candidate of candidatePlans(asked)) {
        expect(callsOf(priceOf(candidate, wanted))).toBeGreaterThanOrEqual(price);
        expect(callsOf(priceOf(candidate, wanted))).toBeLessThanOrEqual(
          callsOf(priceOf(candidate, Infinity)),
        );
      }
      // A strategy is offered only where the filter names what it asks for.
      const strategies = candidatePlans(asked).map(({ strategy }) => strategy);
      expect(strategies.includes('BY_PAIR')).toBe(asked.sets.isBounded);
      expect(strategies.includes('BY_PRINCIPAL')).toBe(asked.holders !== undefined);
    }),
    { numRuns: 300 },
  );
});
