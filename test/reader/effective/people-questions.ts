import fc from 'fast-check';
import type { EffectivePage, EffectiveQuery } from '../../../src/reader/effective/page.ts';
import type { EffectiveRow } from '../../../src/reader/effective/rows.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../../../src/reader/filter/input.ts';
import type { ReadScope } from '../../../src/reading/scope.ts';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import type { Fact } from '../../gateway/brute-force.ts';
import { holds } from '../../gateway/naive-filter.ts';
import { filters, principal } from '../../gateway/random-filter.ts';
import { anybody } from '../../reading/read-scope.ts';
import { factOf, truthOf } from '../strategies/truth.ts';
import type { TestReader } from '../strategies/worlds.ts';

/** A question about people that is settled: it names who and what is in its organization. */
export interface AskedOfPeople {
  readonly filter: AssignmentFilterInput;
  readonly user?: PrincipalFilterInput;
  readonly first: number;
  readonly withTotalCount: boolean;
  readonly maxAgeMs?: number;
}

export type LatePeopleQuestion = (organization: Organization, facts: readonly Fact[]) => AskedOfPeople;

const everybody = fc.constant(undefined);
const nothingAsked = fc.constant(() => ({}));

export const peopleQuestions: fc.Arbitrary<LatePeopleQuestion> = fc
  .record({
    filter: fc.oneof({ weight: 2, arbitrary: filters }, { weight: 1, arbitrary: nothingAsked }),
    user: fc.oneof({ weight: 1, arbitrary: everybody }, { weight: 2, arbitrary: principal }),
    first: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1000 })),
    withTotalCount: fc.boolean(),
    maxAgeMs: fc.constantFrom(undefined, undefined, 0),
  })
  .map(({ filter, user, first, withTotalCount, maxAgeMs }) => {
    const settle: LatePeopleQuestion = (organization, facts) => ({
      filter: filter({ organization, facts }),
      ...(user && { user: user({ organization, facts }) }),
      first: Math.max(first, Math.ceil(expandedOf(organization, facts).length / 25)),
      withTotalCount,
      ...(maxAgeMs !== undefined && { maxAgeMs }),
    });
    return Object.assign(settle, { [fc.toStringMethod]: () => 'a question about people' });
  });

/** A grant, and its place in the order of grants. */
interface GrantFact {
  readonly fact: Fact;
  readonly key: string;
}

/** Every assignment, and every entitlement, which has no permission set. */
function grantsOf(organization: Organization, facts: readonly Fact[]): GrantFact[] {
  const assignments = facts.map((fact) => ({
    fact,
    key: [fact.accountId, 0, fact.arn, fact.type, fact.principalId].join(' '),
  }));
  const entitlements = organization.accounts().flatMap((account) =>
    organization.accountAccess.entitlementsOf(account.id).map(({ id, roleArn, ...holder }) => ({
      fact: factOf(organization, account, { ...holder, permissionSetArn: '' }),
      key: [account.id, 1, roleArn, id].join(' '),
    })),
  );
  return [...assignments, ...entitlements];
}

function mentionsPermissionSet({ permissionSet, and, or, not }: AssignmentFilterInput): boolean {
  const parts = [...(and ?? []), ...(or ?? []), ...(not ? [not] : [])];
  return Boolean(permissionSet) || parts.some(mentionsPermissionSet);
}

/** Each with everybody whom it lets in: the user it names, or each member of the group. */
function expandedOf(organization: Organization, facts: readonly Fact[]) {
  return grantsOf(organization, facts).flatMap((grant) =>
    grant.fact.type === 'USER'
      ? [{ ...grant, userId: grant.fact.principalId }]
      : organization.membershipsOfGroup(grant.fact.principalId).map(({ userId }) => ({ ...grant, userId })),
  );
}

/** What a question asks for, expanded by brute force, as sorted keys. */
export function peopleOf(
  organization: Organization,
  { filter, user = {} }: Pick<AskedOfPeople, 'filter' | 'user'>,
  facts: readonly Fact[] = truthOf(organization),
): string[] {
  const [account] = organization.accounts();
  const isAsked = (userId: string) => {
    if (!account) return false;
    const assigned = { permissionSetArn: '', principalType: 'USER' as const, principalId: userId };
    return holds({ principal: user }, factOf(organization, account, assigned));
  };
  const isGrant = ({ arn }: Fact) => arn !== '' || !mentionsPermissionSet(filter);
  return expandedOf(organization, facts)
    .filter(({ fact, userId }) => isGrant(fact) && holds(filter, fact) && isAsked(userId))
    .map(({ key, userId }) => `${key} ${userId}`)
    .toSorted((one, other) => (one < other ? -1 : 1));
}

export function keyOf({ userId, grant }: EffectiveRow): string {
  const { accountId, principalType, principalId } = grant;
  return 'roleArn' in grant
    ? [accountId, 1, grant.roleArn, grant.entitlementId, userId].join(' ')
    : [accountId, 0, grant.permissionSetArn, principalType, principalId, userId].join(' ');
}

/** All pages of a question, each asked with the scope that `scopeOf` gives. */
export async function walkPeople(
  { instance }: TestReader,
  question: Omit<EffectiveQuery, 'after'>,
  scopeOf: () => ReadScope = () => anybody,
): Promise<EffectivePage[]> {
  const pages: EffectivePage[] = [];
  for (let after: string | undefined; ;) {
    const page = await instance.effectiveAccess({ ...question, after }, scopeOf());
    pages.push(page);
    if (!page.hasNextPage) return pages;
    after = page.endCursor;
    if (after === undefined) throw new Error('a page that is not the last ends somewhere');
    if (pages.length > 2_000) throw new Error('a walk of so many pages goes round in circles');
  }
}
