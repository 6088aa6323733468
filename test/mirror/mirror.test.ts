import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../../src/mirror/encoding.ts';
import {
  accountsKey,
  isOfPrincipals,
  pairKey,
  parseKey,
  provisionedKey,
  type Extent,
  type ExtentKey,
  type Kind,
} from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { principalKey, type AssignmentRow, type KnownPrincipal } from '../../src/mirror/rows.ts';
import { apply } from '../../src/mirror/state/apply.ts';
import { emptyState } from '../../src/mirror/state/state.ts';
import { finish, isHistory, wholeExtent } from '../../src/mirror/state/changes.ts';
import type { ListAhead } from '../../src/mirror/state/principals.ts';
import { assignmentChanges } from './assignment-changes.ts';
import { entitlementText, fold } from './fold.ts';
import {
  account,
  accountIds,
  arns,
  comingHome,
  principalIds,
  readsOfPrincipals,
  someReads,
  unitIds,
} from './small-organization.ts';

const end = { accountId: '~' };
const inAnyOrder = someReads.chain((reads) =>
  fc.tuple(comingHome(reads), comingHome(reads), fc.nat({ max: reads.length })),
);

function mirrorOf(reads: readonly Extent[]): Mirror {
  const mirror = new Mirror();
  for (const read of reads) mirror.apply(read);
  return mirror;
}

test('the mirror is what the rules say of its reads, in whatever order they come home, and however often', () => {
  fc.assert(
    fc.property(inAnyOrder, ([one, other]) => {
      const expected = fold(one);
      expect(viewOf(mirrorOf(one))).toEqual(expected);
      expect(viewOf(mirrorOf(other))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('a pair whose members are told by numbers is the same as by words, whatever was forgotten between', () => {
  fc.assert(
    fc.property(inAnyOrder, ([reads]) => {
      const all: string[] = [];
      const mirror = new Mirror();
      const byWords = new Mirror();
      for (const { key, facts, ...read } of reads) {
        const expected = byWords.apply({ key, facts, ...read });
        if (!isPair(key)) {
          mirror.apply({ key, facts, ...read });
          continue;
        }
        // The cast: facts of a pair.
        const words = facts as readonly string[];
        for (const word of words) if (!all.includes(word)) all.push(word);
        const numbers = Uint32Array.from([0, ...words.map((word) => all.indexOf(word)), 0]);
        const told = { all, numbers, from: 1, to: numbers.length - 1 };
        const { kept, changes, dropped } = mirror.applyPair({ key, ...read }, told);
        expect({ changes, dropped }).toEqual({ changes: expected.changes, dropped: expected.dropped });
        expect(kept.map(({ facts: of, ...one }) => ({ ...one, of: membersIn(of) }))).toEqual(
          expected.kept.map(({ facts: of, ...one }) => ({ ...one, of: membersIn(of) })),
        );
      }
      expect(viewOf(mirror)).toEqual(viewOf(byWords));
    }),
    { numRuns: 1_000 },
  );
});

function isPair(key: ExtentKey): key is ExtentKey<'pair'> {
  return key.kind === 'pair';
}

/** Members may be repeated. */
function membersIn(members: unknown): unknown {
  return new Set(Array.isArray(members) ? members : []);
}

test('a list that was looked into some reads before is applied like any other', () => {
  const order = readsOfPrincipals.chain(comingHome);
  const sooner = fc.array(fc.nat({ max: 6 }), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(order, sooner, (reads, before) => {
      const [mirror, plain] = [new Mirror(), new Mirror()];
      const ahead = new Map<number, ListAhead>();
      for (const [n, read] of reads.entries()) {
        for (const [at, list] of reads.entries())
          if (isList(list) && !ahead.has(at) && at >= n && at - (before[at] ?? 0) <= n)
            ahead.set(at, finish(mirror.lookAhead(list)));
        const known = ahead.get(n);
        const applied = known && isList(read) ? mirror.applyAhead(read, known) : mirror.apply(read);
        expect(applied).toEqual(plain.apply(read));
      }
      expect(viewOf(mirror)).toEqual(viewOf(plain));
    }),
    { numRuns: 1_000 },
  );
});

function isList(extent: Extent): extent is Extent<'principals'> {
  return isOfPrincipals(extent.key);
}

test('the log that a store keeps of a mirror makes the same mirror, wherever it was cut off', () => {
  fc.assert(
    fc.property(inAnyOrder, ([reads]) => {
      const mirror = new Mirror();
      const kept = new Map<string, { readAt: number; facts: string }>();
      for (const read of reads) {
        const applied = mirror.apply(read);
        for (const { key, readAt, facts } of applied.kept)
          kept.set(key.text, { readAt, facts: encode(key, facts) });
        for (const { key, readAt } of applied.dropped)
          if ((kept.get(key)?.readAt ?? Number.POSITIVE_INFINITY) <= readAt) kept.delete(key);
        const again = [...kept].map(([text, { readAt, facts }]): Extent => {
          const key = parseKey(text);
          return { key, readAt, facts: decode(key, facts) };
        });
        expect(viewOf(mirrorOf(again))).toEqual(viewOf(mirror));
      }
    }),
    { numRuns: 300 },
  );
});

test('every way to ask for rows finds those of all rows that it asks for, in their order', () => {
  const asked = fc.record({
    accountIds: fc.option(fc.subarray(accountIds), { nil: undefined }),
    permissionSetArns: fc.option(fc.subarray(arns), { nil: undefined }),
    principalIds: fc.option(fc.subarray(['g', 'u', 'x']), { nil: undefined }),
    principalType: fc.constantFrom('GROUP' as const, 'USER' as const, undefined),
  });
  const place = fc.record(
    {
      accountId: fc.constantFrom(...accountIds),
      permissionSetArn: fc.constantFrom(...arns),
      principal: fc.constantFrom(...principalIds),
    },
    { requiredKeys: ['accountId'] },
  );
  const key = place.map(({ accountId, permissionSetArn, principal }) => ({
    accountId,
    ...(permissionSetArn && { permissionSetArn, ...principal }),
  }));
  const stretch = fc.tuple(fc.option(key, { nil: undefined }), fc.option(key, { nil: end }));
  fc.assert(
    fc.property(
      inAnyOrder,
      asked,
      stretch,
      fc.integer({ min: 1, max: 20 }),
      ([reads], bounds, [after, upTo], limit) => {
        const { assignments } = mirrorOf(reads);
        const all = assignments.between(undefined, end, {}, Number.POSITIVE_INFINITY);
        const expected = all.filter(
          (row) =>
            (!after || placeOf(row) > placeOf(after)) &&
            placeOf(row) <= placeOf(upTo) &&
            (bounds.accountIds?.includes(row.accountId) ?? true) &&
            (bounds.permissionSetArns?.includes(row.permissionSetArn) ?? true) &&
            (bounds.principalIds?.includes(row.principalId) ?? true) &&
            (bounds.principalType ?? row.principalType) === row.principalType,
        );
        expect(assignments.between(after, upTo, bounds, limit)).toEqual(expected.slice(0, limit));
        expect(assignments.countBetween(after, upTo, bounds)).toBe(expected.length);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('facts dated after a moment to which the clock is set back come right after all others, in their order', () => {
  fc.assert(
    fc.property(inAnyOrder, fc.integer({ min: 9, max: 26 }), ([reads], now) => {
      const mirror = mirrorOf(reads);
      const kept = [...mirror.extents()];
      const told = mirror.setBack(now);
      const past = kept.filter(({ readAt }) => readAt <= now);
      const dated = kept.flatMap(({ readAt, knownSince = readAt }) => [readAt, knownSince]);
      const lastGood = Math.max(...dated.filter((at) => at <= now));
      const later = kept.filter((one) => !past.includes(one));
      const dates = [...new Set(later.map(({ readAt }) => readAt))].toSorted((one, other) => one - other);
      const redated =
        !Number.isFinite(lastGood) || lastGood + dates.length > now
          ? []
          : later
              .filter(({ readAt, knownSince = readAt }) => knownSince <= now)
              .map((one) => ({ ...one, readAt: lastGood + 1 + dates.indexOf(one.readAt) }));
      expect(viewOf(mirror)).toEqual(viewOf(mirrorOf([...past, ...redated])));
      expect(told?.dropped.map(({ key, readAt }) => `${key} ${readAt}`).toSorted() ?? []).toEqual(
        later.map(({ key, readAt }) => `${key.text} ${readAt}`).toSorted(),
      );
      expect(told?.redated.map(({ key }) => key.text).toSorted() ?? []).toEqual(
        redated.map(({ key }) => key.text).toSorted(),
      );
    }),
    { numRuns: 300 },
  );
});

test('the version goes up whenever something else is seen', () => {
  fc.assert(
    fc.property(inAnyOrder, ([reads]) => {
      const mirror = new Mirror();
      for (const read of reads) {
        const [view, version] = [viewOf(mirror), mirror.version];
        mirror.apply(read);
        const isSame = JSON.stringify(viewOf(mirror)) === JSON.stringify(view);
        expect(isSame || mirror.version > version).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('a change is told of each fact that two reads of one extent differ in, and dated by both', () => {
  fc.assert(
    fc.property(someReads, (reads) => {
      const mirror = new Mirror();
      for (const read of reads) {
        const { text } = read.key;
        const before = mirror.get(read.key);
        const { kept, changes } = mirror.apply(read);
        const after = mirror.get(read.key);
        if (!kept.some(({ key }) => key.text === text) || !after) continue;
        const own = changes.filter(({ extent }) => extent === text);
        if (!before || !isHistory(read.key)) continue;
        const [old, now] = [idsOf(before.facts), idsOf(after.facts)];
        for (const { id, before: was, after: is, since, readAt } of own) {
          expect({ since, readAt }).toEqual({ since: before.readAt, readAt: read.readAt });
          expect([was !== undefined, is !== undefined]).toEqual([old.has(id), now.has(id)]);
        }
        for (const id of old.symmetricDifference(now)) expect(own.map((change) => change.id)).toContain(id);
      }
    }),
    { numRuns: 300 },
  );
});

test('an assignment was added or removed where what is known of its pair changes, and between the reads that tell', () => {
  fc.assert(
    fc.property(someReads, (reads) => {
      const mirror = new Mirror();
      const told = reads.flatMap((read) => mirror.apply(read).changes);
      const seen = told
        .filter(({ extent, id }) => extent.startsWith('pair/') && id !== wholeExtent)
        .map(({ extent, id, before, after, since, readAt }) => {
          expect([before, after].filter((one) => one === undefined)).toHaveLength(1);
          return `${extent} ${id} ${after === undefined ? 'removed' : 'added'} ${since}..${readAt}`;
        });
      expect(seen.toSorted()).toEqual(assignmentChanges(reads).toSorted());
    }),
    { numRuns: 1_000 },
  );
});

test('an extent that goes leaves what it had, and since when that was known', () => {
  const mirror = new Mirror();
  const [accountId = ''] = accountIds;
  const [arn = ''] = arns;
  mirror.apply({ key: accountsKey, readAt: 1, facts: [account(accountId)] });
  mirror.apply({ key: provisionedKey(accountId), readAt: 2, facts: [arn] });
  mirror.apply({ key: pairKey(accountId, arn), readAt: 3, facts: [] });
  mirror.apply({ key: pairKey(accountId, arn), readAt: 4, facts: [] });
  const { changes } = mirror.apply({ key: accountsKey, readAt: 5, facts: [] });
  const left = changes.map(({ extent, id, before, since }) => [extent, id, before, since]);
  expect(left).toContainEqual([provisionedKey(accountId).text, arn, true, 2]);
  expect(left).toContainEqual([provisionedKey(accountId).text, wholeExtent, { knownSince: 2 }, 2]);
  expect(left).toContainEqual([pairKey(accountId, arn).text, wholeExtent, { knownSince: 3 }, 4]);
});

test('an account that has left is remembered for a day, as long as a read of it may still come home', () => {
  const state = emptyState();
  const hour = 3_600_000;
  const listed = (atHour: number, ids: readonly string[]) =>
    apply(state, { key: accountsKey, readAt: atHour * hour, facts: ids.map((id) => account(id)) });
  listed(1, ['111111111111', '222222222222']);
  listed(2, ['111111111111']);
  listed(25, ['111111111111']);
  expect([...state.leftAt]).toEqual([['222222222222', 2 * hour]]);
  listed(27, ['111111111111']);
  expect(state.leftAt.size).toBe(0);
});

test('rows that nothing tells of any more leave memory', () => {
  fc.assert(
    fc.property(someReads, (reads) => {
      const lists = reads.filter(({ facts }) => Array.isArray(facts));
      const mirror = mirrorOf(lists);
      mirror.apply({ key: accountsKey, readAt: 1_000, facts: accountIds.map((id) => account(id)) });
      // They go with their accounts.
      const ofAccounts = new Set<Kind>(['provisionedToAccount', 'pair', 'entitlements']);
      const told = lists.filter(({ key }) => !ofAccounts.has(key.kind));
      for (const key of [accountsKey, ...told.map((read) => read.key)])
        mirror.apply({ key, readAt: 1_001, facts: [] });
      const { accounts, permissionSets, principals, units } = mirror;
      expect(accounts.byId(accountIds).size).toBe(0);
      expect(principals.byId(principalIds).size).toBe(0);
      expect(units.byId(unitIds).size).toBe(0);
      // That one is provisioned nowhere is told of it.
      const nowhere = new Set(
        told.filter(({ key }) => key.kind === 'accountsOfSet').map(({ key }) => key.text),
      );
      expect(permissionSets.count).toBe(nowhere.size);
    }),
    { numRuns: 300 },
  );
});

function idsOf(told: unknown): Set<string> {
  if (told === null) return new Set();
  if (!Array.isArray(told)) return new Set(['']);
  return new Set(
    told.map((one) =>
      typeof one === 'string'
        ? one
        : (one.entitlementId ??
          one.key ??
          one.accountId ??
          one.unitId ??
          `${one.principalType}/${one.principalId}`),
    ),
  );
}

function placeOf(row: Partial<AssignmentRow> & { readonly accountId: string }): string {
  const { accountId, permissionSetArn = '~', principalType = '~', principalId = '~' } = row;
  return [accountId, permissionSetArn, principalType, principalId].join(' ');
}

function viewOf(mirror: Mirror) {
  const { accounts, permissionSets, principals, pairs, assignments, entitlements } = mirror;
  const { units, coverage, ages } = mirror;
  const known = accounts.byId(accountIds);
  const knownUnits = units.byId(unitIds);
  const ofPrincipals = principals.byId(principalIds);
  const rows = assignments.between(undefined, end, {}, Number.POSITIVE_INFINITY);
  const provisioned = pairs.ofAccounts(accountIds);
  return {
    accounts: accountIds.map((id) => known.get(id)),
    arePlacedByTree: accounts.arePlacedByTree,
    listed: accounts.list().map(({ accountId }) => accountId),
    sets: arns.map((arn) => permissionSets.byArn([arn]).get(arn)?.name ?? undefined),
    listedSets: permissionSets.listAfter('', 100),
    principals: principalIds.map((id) => told(ofPrincipals.get(principalKey(id)))),
    units: unitIds.map((id) => knownUnits.get(id)),
    listedUnits: units
      .listAfter('', 100)
      .map(({ unitId }) => unitId)
      .toSorted((one, other) => unitIds.indexOf(one) - unitIds.indexOf(other)),
    provisioned: provisioned.map(({ accountId, permissionSetArn }) => `${accountId} ${permissionSetArn}`),
    readAt: accountIds.flatMap((id) => arns.map((arn) => pairs.readAt(id, arn))),
    rows: rows.map(
      (row) => `${row.accountId} ${row.permissionSetArn} ${row.principalType}/${row.principalId}`,
    ),
    totals: { ...pairs.total() },
    lists: { ofAccounts: { ...coverage.sizes.ofAccounts }, ofSets: { ...coverage.sizes.ofSets } },
    entitlements: accountIds.map((id) => ({
      readAt: entitlements.readAt(id),
      rows: entitlements.ofAccount(id).map(entitlementText),
    })),
    entitlementsOf: principalIds.map((id) => entitlements.ofPrincipal(id).map(entitlementText).toSorted()),
    ages: ages.oldestPairs(100).map(({ readAt }) => readAt ?? 0),
  };
}

/** Who is there by what was told last. */
function told(known: KnownPrincipal | undefined) {
  return known?.deleted === false ? { name: known.name, readAt: known.readAt } : undefined;
}
