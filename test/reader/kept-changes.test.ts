import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ChangeKind, Subject } from '../../src/reader/history/change.ts';
import { KeptChanges } from '../../src/reader/history/kept-changes.ts';

const id = fc.constantFrom('a', 'b', 'c');
const name = fc.constantFrom(null, '', 'one', 'another');
const principalType = fc.constantFrom('USER' as const, 'GROUP' as const);
const fields = fc.constantFrom([], [{ field: 'name', before: 'one', after: null }]);
const principal = fc.record({ principalType, principalId: id });

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({
    about: fc.constant('assignment' as const),
    row: fc.record({ accountId: id, permissionSetArn: id, principalType, principalId: id }),
    names: fc.record({ principal: name, permissionSet: name, account: name }),
  }),
  fc.record({ about: fc.constant('membership' as const), groupId: id, userId: id }),
  fc.record({ about: fc.constant('principal' as const), principal, name, fields }),
  fc.record({ about: fc.constant('permissionSet' as const), arn: id, name, fields }),
  fc.record({ about: fc.constant('account' as const), accountId: id, name, fields }),
);

const changes: fc.Arbitrary<Change[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<ChangeKind>('ADDED', 'REMOVED', 'CHANGED'),
      since: fc.nat({ max: 9 }),
      readAt: fc.nat({ max: 9 }),
      subject,
    }),
    { maxLength: 200 },
  )
  // Ids are beyond what a number of 32 bits can tell, and have gaps.
  .map((all) => all.map((change, n) => ({ ...change, id: 1e15 + 3 * n })));

/** Which thing a change is about, as a text. */
function thingOf({ subject: { about, ...of } }: Change): string {
  const { names: _names, name: _name, fields: _fields, ...ids } = of as Record<string, unknown>;
  return JSON.stringify([about, ids]);
}

test('changes that are dated anew are in the order of their dates', () => {
  const property = fc.property(changes, changes, fc.nat({ max: 10 }), (some, more, moment) => {
    const kept = new KeptChanges();
    const redated = <One extends Pick<Change, 'readAt' | 'since'>>(one: One): One =>
      one.readAt > moment ? { ...one, since: Math.min(one.since, moment), readAt: moment } : one;
    for (const change of some) kept.add(change);
    kept.redate(redated);
    const later = more.map((change) => ({ ...change, id: change.id + 1e6 }));
    for (const change of later) kept.add(change);
    const model = [...some.map(redated), ...later].toSorted((a, b) => b.readAt - a.readAt || b.id - a.id);
    expect(kept.before({ readAt: 11, id: 0 }, 1_000)).toEqual(model);
  });
  fc.assert(property, { numRuns: 300 });
});

test('changes are given back as they were kept, by time, by id and by thing, without those that are forgotten', () => {
  const property = fc.property(changes, fc.nat({ max: 10 }), fc.nat({ max: 10 }), (all, moment, before) => {
    const kept = new KeptChanges();
    for (const change of all) kept.add(change);
    kept.forget(before);
    const model = all.filter(({ readAt }) => readAt >= before);
    const parts = kept.withoutForgotten();
    let step = parts.next();
    while (!step.done) step = parts.next();
    expect(step.value.size).toBe(model.length);
    for (const one of [kept, step.value]) {
      const byTime = model.toSorted((a, b) => b.readAt - a.readAt || b.id - a.id);
      for (const at of [0, 1e15 + 30, Number.MAX_SAFE_INTEGER]) {
        const isBefore = ({ readAt, id: own }: Change) => readAt < moment || (readAt === moment && own < at);
        expect(one.before({ readAt: moment, id: at }, 7)).toEqual(byTime.filter(isBefore).slice(0, 7));
        expect(one.lastUpTo(at)).toEqual(model.findLast((change) => change.id <= at));
        expect(one.after(at, 7)).toEqual(model.filter((change) => change.id > at).slice(0, 7));
      }
      expect(one.size - one.forgotten).toBe(model.length);
      for (const change of all)
        expect(one.of(change.subject)).toEqual(
          model
            .filter((other) => thingOf(other) === thingOf(change))
            .map(({ kind, since, readAt }) => ({ kind, since, readAt })),
        );
    }
  });
  fc.assert(property, { numRuns: 300 });
});
