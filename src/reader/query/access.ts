import type { AwsError } from '../../errors.ts';
import type { AssignmentRow } from '../../mirror/rows.ts';
import { Evidence, timeUp, type Completeness, type Outcome } from '../../reading/completeness.ts';
import { heldIn, holdings, pair, provisionedToAccount } from '../extents/assignments.ts';
import { groupsOfUser } from '../extents/identities.ts';
import type { Facts } from '../facts/facts.ts';
import type { Pager } from '../../reading/listing.ts';
import { freshnessOf } from '../../reading/paging.ts';
import type { Extent } from '../reads.ts';
import { forList, type Freshness, type ReadScope } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';

export interface AccessQuery {
  readonly userId: string;
  readonly accountId: string;
  /** Milliseconds. @default the configured ones */
  readonly maxAgeMs?: number | null | undefined;
}

/** Whether a user reaches an account, and why. */
export interface Access {
  /** Undefined while no path was found and some read that could have shown one failed. */
  readonly allowed: boolean | undefined;
  /** Assignments of the user or of a group that the user is in: by permission set, the user's own first. */
  readonly paths: readonly AssignmentRow[];
  readonly completeness: Completeness;
  /** For what is looked up for the paths later. */
  readonly freshness: Freshness;
}

interface Question extends AccessQuery {
  readonly facts: Facts;
  readonly notBefore: number;
  readonly scope: ReadScope;
}

type Holdings = ReturnType<typeof holdings>;

/** Paths, and what they rest on. */
interface Told {
  readonly rows: readonly AssignmentRow[];
  readonly outcomes: readonly Outcome[];
}

/** What tells, in one call, by which assignments a user reaches an account. */
const tells = 'sso-admin:ListAccountAssignmentsForPrincipal';

/**
 * AWS tells what reaches a user in one account by one call. Where it does not, as to a delegated administrator,
 * the user's groups and the account's pairs tell the same.
 */
export async function access(
  facts: Facts,
  { maxAges, now }: Pager,
  query: AccessQuery,
  asked: ReadScope,
): Promise<Access> {
  const freshness = freshnessOf(asked.askedAt ?? now(), query.maxAgeMs, maxAges);
  const question = { ...query, facts, notBefore: freshness.assignments, scope: forList(asked) };
  const { rows, outcomes } = await answer(question);
  const evidence = new Evidence();
  evidence.addAll(outcomes);
  const completeness = evidence.toCompleteness();
  const none = completeness.complete ? false : undefined;
  const paths = rows.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  return { allowed: paths.length > 0 ? true : none, paths, completeness, freshness };
}

async function answer(question: Question): Promise<Told> {
  const known = remembered(question);
  if (known && known.readAt >= question.notBefore) return known;
  // AWS refuses this call for every user where it refuses it for one.
  if (question.facts.reads.refusalOf(tells, question.notBefore)) return throughPairs(question);
  const outcome = await ensure(question, holdingsHere(question), tells);
  if (outcome.error && isUnanswered(outcome.error)) return throughPairs(question);
  if (!outcome.failure) return { rows: heldBy(question, holdingsHere(question)), outcomes: [outcome] };
  const { asOf: _, ...failure } = outcome.failure;
  if (!known) return { rows: [], outcomes: [{ readAt: undefined, failure }] };
  return {
    rows: known.rows,
    outcomes: [{ readAt: known.readAt, failure: { ...failure, asOf: known.readAt } }],
  };
}

/** Refused, or asked about somebody whom AWS does not know any more: the other way may still tell. */
function isUnanswered({ code }: AwsError): boolean {
  return code === 'AWS_ACCESS_DENIED' || code === 'NOT_FOUND';
}

/** What the mirror has, the newest of what was told in one of three ways, however old. */
function remembered(question: Question): (Told & { readonly readAt: number }) | undefined {
  const told = (extent: Holdings) => {
    const readAt = extent.readAt();
    return readAt === undefined ? undefined : { readAt, rows: () => heldBy(question, extent) };
  };
  const ways = [
    told(holdingsHere(question)),
    told(holdings(question.facts.source, userOf(question))),
    rememberedPairs(question),
  ].filter((way) => way !== undefined);
  const newest = ways.toSorted((one, other) => other.readAt - one.readAt)[0];
  return newest && { readAt: newest.readAt, rows: newest.rows(), outcomes: [{ readAt: newest.readAt }] };
}

function rememberedPairs(question: Question) {
  const { facts, accountId } = question;
  const { memberships, provisioned } = endsOf(question);
  const ends = [memberships.readAt(), provisioned.readAt()];
  if (ends.includes(undefined)) return undefined;
  const pairs = facts.mirror.pairs.ofAccounts([accountId]);
  const all = [...ends, ...pairs.map(({ readAt }) => readAt ?? undefined)];
  const known = all.filter((readAt) => readAt !== undefined);
  if (known.length < all.length) return undefined;
  return { readAt: Math.min(...known), rows: () => assignedTo(question) };
}

/** Reads the user's groups and everything assigned in the account. What fails may leave paths unknown, not hide others. */
async function throughPairs(question: Question): Promise<Told> {
  const { facts, accountId } = question;
  const { memberships, provisioned } = endsOf(question);
  const ends = await Promise.all([
    ensure(question, memberships, 'identitystore:ListGroupMembershipsForMember'),
    ensure(question, provisioned, 'sso-admin:ListPermissionSetsProvisionedToAccount'),
  ]);
  const read = ({ permissionSetArn: arn }: { readonly permissionSetArn: string }) =>
    ensure(question, pair(facts.source, accountId, arn), 'sso-admin:ListAccountAssignments');
  const pairs = await sideBySide(facts.mirror.pairs.ofAccounts([accountId]), read, question.scope);
  return { rows: assignedTo(question), outcomes: [...ends, ...pairs] };
}

/** The two sides, the user's groups and the account's pairs, by which paths are found. */
function endsOf({ facts: { source }, userId, accountId }: Question) {
  return {
    memberships: groupsOfUser(source, userId),
    provisioned: provisionedToAccount(source, accountId),
  };
}

/** Of the account's pairs, the rows of the user and of the user's groups. */
function assignedTo(question: Question): AssignmentRow[] {
  const { facts, userId, accountId } = question;
  const { lists, assignments } = facts.mirror;
  const { memberships } = endsOf(question);
  const groups = lists.of(memberships.key).map(({ key }) => key);
  const bounds = { accountIds: [accountId], principalIds: [userId, ...groups] };
  return assignments.between(undefined, { accountId }, bounds, Number.MAX_SAFE_INTEGER);
}

function userOf({ userId }: Question) {
  return { principalType: 'USER' as const, principalId: userId };
}

function holdingsHere(question: Question): Holdings {
  return holdings(question.facts.source, userOf(question), question.accountId);
}

function heldBy({ facts, accountId }: Question, { key }: Holdings): AssignmentRow[] {
  return heldIn(facts.source, key, accountId);
}

/** A read that the deadline cut off failed like any other: what was read before it is the answer. */
async function ensure(
  { facts, notBefore, scope }: Question,
  extent: Extent,
  operation: string,
): Promise<Outcome> {
  try {
    return await facts.reads.ensure(extent, notBefore, scope);
  } catch (error) {
    if (!scope.deadline.aborted || error !== scope.deadline.reason) throw error;
    const readAt = extent.readAt();
    const asOf = readAt === undefined ? {} : { asOf: readAt };
    return { readAt, failure: { ...timeUp(operation), ...extent.about, ...asOf } };
  }
}

/** Sorts by permission set, then the user's own assignment before those of groups. */
function placeOf({ permissionSetArn, principalType, principalId }: AssignmentRow): string {
  return [permissionSetArn, principalType === 'USER' ? 0 : 1, principalId].join(' ');
}
