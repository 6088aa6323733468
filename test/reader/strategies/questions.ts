import fc from 'fast-check';
import type { Fact } from '../../gateway/brute-force.ts';
import { filters, permissionSet, principal, target, type World } from '../../gateway/random-filter.ts';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import type { Strategy } from '../../../src/reader/plan/strategy.ts';
import type { AssignmentFilterInput } from '../../../src/reader/filter/input.ts';

/** A question that is settled: it names who and what is in its organization. */
export interface Asked {
  readonly filter: AssignmentFilterInput;
  readonly inheritedBy?: string;
  readonly first: number;
  readonly withTotalCount: boolean;
  readonly maxAgeMs?: number;
  readonly strategy?: Strategy;
}

/** A question before its organization is known. */
export type LateQuestion = (organization: Organization, facts: readonly Fact[]) => Asked;

/** Of those who can be asked about: the n-th user who is there, or was. */
const inheriting = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.nat(999) },
);

type LateFilter = (world: World) => AssignmentFilterInput;

/** Alternatives of narrow parts, which may be read each in its own way. */
const alternatives: fc.Arbitrary<LateFilter> = fc
  .array(fc.record({ principal, permissionSet, target }, { requiredKeys: [] }), {
    minLength: 2,
    maxLength: 3,
  })
  .map((parts) => (world) => ({
    or: parts.map((part) => ({
      ...(part.principal && { principal: part.principal(world) }),
      ...(part.permissionSet && { permissionSet: part.permissionSet(world) }),
      ...(part.target && { target: part.target(world) }),
    })),
  }));

export const questions: fc.Arbitrary<LateQuestion> = fc
  .record({
    filter: fc.oneof({ weight: 3, arbitrary: filters }, { weight: 1, arbitrary: alternatives }),
    inheriting,
    first: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 })),
    withTotalCount: fc.boolean(),
    maxAgeMs: fc.constantFrom(undefined, undefined, 0),
  })
  .map(({ filter, inheriting: n, first, withTotalCount, maxAgeMs }) => {
    const settle: LateQuestion = (organization, facts) => {
      const userId = n === undefined ? undefined : userOf(organization, facts, n);
      return {
        filter: filter({ organization, facts }),
        ...(userId !== undefined && { inheritedBy: userId }),
        // Pages of one are tried where they do not make hundreds of questions.
        first: Math.max(first, Math.ceil(facts.length / 25)),
        withTotalCount,
        ...(maxAgeMs !== undefined && { maxAgeMs }),
      };
    };
    // A failure shows the settled question.
    return Object.assign(settle, { [fc.toStringMethod]: () => 'a question' });
  });

function userOf(organization: Organization, facts: readonly Fact[], n: number): string | undefined {
  const holders = facts.filter(({ type }) => type === 'USER').map(({ principalId }) => principalId);
  const ids = [...organization.users().map(({ userId }) => userId), ...holders];
  return ids[n % ids.length];
}
