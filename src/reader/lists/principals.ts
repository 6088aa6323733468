import { isListingRefused } from '../../aws/errors.ts';
import { GatewayError } from '../../errors.ts';
import {
  principalKey,
  type KnownPrincipal,
  type PrincipalId,
  type PrincipalType,
} from '../../mirror/rows.ts';
import { Basis } from '../basis.ts';
import type { Outcome } from '../completeness.ts';
import * as identities from '../extents/identities.ts';
import type { Facts } from '../facts.ts';
import { evaluate, type PrincipalTest } from '../filter/expression.ts';
import type { PrincipalFilterInput } from '../filter/input.ts';
import { parsePrincipalFilter } from '../filter/parse.ts';
import type { Listing } from '../listing.ts';
import { orThrow } from '../reads.ts';
import { prepare } from '../prepare.ts';
import { scan } from '../scan.ts';
import type { Freshness, ReadScope } from '../scope.ts';

/** In the order of principals: groups before users, as their types are spelled. */
const allTypes: readonly PrincipalType[] = ['GROUP', 'USER'];

/** The users and groups of the identity store; with `deleted: true`, those that only assignments still name. */
export function principals(facts: Facts, filter: PrincipalFilterInput): Listing<KnownPrincipal> {
  const test = parsePrincipalFilter(filter, 'filter');
  const deleted = test.deleted === true;
  const types = allTypes.filter((type) => test.type === undefined || test.type === type);
  return {
    name: ['principals', filter],
    operation: deleted
      ? 'sso-admin:ListAccountAssignments'
      : `identitystore:List${types.includes('USER') ? 'Users' : 'Groups'}`,
    ready: (freshness, scope) => {
      if (deleted) return findOrphans(facts, freshness, scope);
      if (test.ids) return describeAny(facts, types, [...test.ids], freshness, scope);
      return readLists(facts, types, freshness, scope);
    },
    fetch: async (after, limit) => {
      if (deleted || !test.ids)
        return facts.mirror.principals.listAfter(after ?? [], { types, deleted }, limit);
      const known = await facts.mirror.principals.byId(idsOf(types, test.ids));
      const inStore = [...known.values()].filter((principal) => principal.deleted === false);
      return inStore
        .filter((row) => !after || isAfter(row, after))
        .toSorted(byKey)
        .slice(0, limit);
    },
    keyOf: ({ principalType, principalId }) => [principalType, principalId],
    judge: async (rows) => rows.map((row) => ({ verdict: holds(test, row) })),
  };
}

/** Users or groups of one list: the groups of a user, or the members of a group. */
export function memberships(facts: Facts, { principalType, principalId }: PrincipalId): Listing<PrincipalId> {
  const isUser = principalType === 'USER';
  const extent = isUser
    ? identities.groupsOfUser(facts.source, principalId)
    : identities.membersOfGroup(facts.source, principalId);
  return {
    name: [isUser ? 'groups' : 'members', principalId],
    operation: `identitystore:ListGroupMemberships${isUser ? 'ForMember' : ''}`,
    ready: async (freshness, scope) => [
      orThrow(await facts.reads.ensure(extent, freshness.assignments, scope)),
    ],
    fetch: async ([after = ''] = [], limit) => {
      const items = await facts.mirror.items.after(extent.key, after, limit);
      return items.map(({ key }) => ({ principalType: isUser ? 'GROUP' : 'USER', principalId: key }));
    },
    keyOf: (row) => [row.principalId],
  };
}

async function readLists(
  facts: Facts,
  types: readonly PrincipalType[],
  freshness: Freshness,
  scope: ReadScope,
): Promise<Outcome[]> {
  const lists = types.map((type) => identities.principals(facts.source, type));
  const outcomes = await Promise.all(
    lists.map((list) => facts.reads.ensure(list, freshness.assignments, scope)),
  );
  for (const { error } of outcomes) {
    if (!isListingRefused(error)) continue;
    const message =
      'This identity store describes users and groups but does not list them, as one fed by Active Directory: give filter.ids, or look one up by its name';
    throw new GatewayError('AWS_UNAVAILABLE', message, { operation: error?.operation, cause: error });
  }
  return outcomes.map(orThrow);
}

/** Deleted principals show up nowhere but in assignments, so all of these are read. */
async function findOrphans(facts: Facts, freshness: Freshness, scope: ReadScope): Promise<Outcome[]> {
  const prepared = await prepare({
    facts,
    expression: { op: 'all', of: [] },
    freshness,
    scope,
    basis: new Basis(facts.reads, freshness.assignments, scope),
    wanted: Number.POSITIVE_INFINITY,
  });
  const read = await scan(prepared, undefined, { wanted: Number.POSITIVE_INFINITY, keep: false });
  // What was read stays in the mirror, so that the next call goes on from there.
  if (!read.hasEnded) throw scope.deadline.reason;
  const assigned = await facts.mirror.principals.assignedUnknown(freshness.names);
  const found = await describe(facts, assigned, freshness, scope);
  return [...prepared.outcomes, ...read.stretches.map(({ outcome }) => outcome), ...found];
}

async function describe(facts: Facts, ids: readonly PrincipalId[], freshness: Freshness, scope: ReadScope) {
  return [...(await facts.principals(ids, freshness.names, scope)).values()];
}

/** An id belongs to a user or to a group: where one of them has it, the other need not be asked for. */
async function describeAny(
  facts: Facts,
  types: readonly PrincipalType[],
  ids: readonly string[],
  freshness: Freshness,
  scope: ReadScope,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // Users first: mostly it is they who are asked for.
  for (const type of types.toReversed()) {
    const known = await facts.mirror.principals.byId(idsOf(allTypes, new Set(ids)));
    const others = [...known.values()].filter((one) => one.principalType !== type && one.deleted === false);
    const taken = new Set(others.map(({ principalId }) => principalId));
    const open = ids.filter((id) => !taken.has(id));
    outcomes.push(...(await describe(facts, idsOf([type], new Set(open)), freshness, scope)));
  }
  return outcomes;
}

function idsOf(types: readonly PrincipalType[], ids: ReadonlySet<string>): PrincipalId[] {
  return types.flatMap((principalType) => [...ids].map((principalId) => ({ principalType, principalId })));
}

function holds(test: PrincipalTest, row: KnownPrincipal) {
  return evaluate({ op: 'principal', test }, { principal: { ...row, facts: row } });
}

function isAfter(row: PrincipalId, [type = '', id = '']: readonly string[]): boolean {
  return row.principalType === type ? row.principalId > id : row.principalType > type;
}

function byKey(left: PrincipalId, right: PrincipalId): number {
  return principalKey(left) < principalKey(right) ? -1 : 1;
}
