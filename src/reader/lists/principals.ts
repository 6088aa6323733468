import { isListingRefused } from '../../aws/call/errors.ts';
import { GatewayError } from '../../errors.ts';
import {
  principalKey,
  type KnownPrincipal,
  type PrincipalId,
  type PrincipalType,
} from '../../mirror/rows.ts';
import { LiveDriver } from '../drivers/live.ts';
import { all, run } from '../../reading/coroutine.ts';
import type { Outcome } from '../../reading/completeness.ts';
import * as identities from '../extents/identities.ts';
import type { Facts } from '../facts/facts.ts';
import { typesOfId } from '../facts/principal-of-id.ts';
import { asksOfTheStore, mayBe } from '../filter/bounds.ts';
import type { Expression, PrincipalTest } from '../filter/expression.ts';
import type { PrincipalFilterInput } from '../filter/input.ts';
import { judged } from '../filter/untold.ts';
import { parsePrincipalFilter } from '../filter/parse.ts';
import type { Listing } from '../../reading/listing.ts';
import { orThrow } from '../reads.ts';
import { valuesOfPrincipals } from '../unmatched/named-values.ts';
import { mayBeAssigned } from '../unmatched/of-assignments.ts';
import { unmatched } from '../unmatched/unmatched.ts';
import { prepare } from '../execute/prepare.ts';
import { scan } from '../execute/executor.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { mapInTurns } from '../../reading/turns.ts';

/** In the order of principals: groups before users, as their types are spelled. */
const allTypes: readonly PrincipalType[] = ['GROUP', 'USER'];

/** The users and groups of the identity store; with `deleted: true`, those that only assignments still name. */
export function principals(facts: Facts, filter: PrincipalFilterInput): Listing<KnownPrincipal> {
  const test = parsePrincipalFilter(filter, 'filter');
  const types = allTypes.filter((type) => mayBe(test, type));
  return {
    name: ['principals', filter],
    ...rowsOf(facts, test, types),
    keyOf: ({ principalType, principalId }) => [principalType, principalId],
    unmatched: (freshness, scope) => {
      const asked = { facts, freshness, values: valuesOfPrincipals(filter) };
      if (!test.deleted) return unmatched(asked);
      // Of those who were deleted, only assignments tell.
      const driver = new LiveDriver(facts, freshness, scope);
      const question = { facts, freshness, scope, driver };
      return unmatched({ ...asked, mayBeAssigned: (ids, of) => mayBeAssigned(question, ids, of) });
    },
    judge: (rows, _freshness, scope) =>
      mapInTurns(
        rows,
        (row) => judged({ op: 'principal', test }, { principal: { ...row, facts: row } }),
        scope,
      ),
  };
}

type Rows = Pick<Listing<KnownPrincipal>, 'fetch' | 'operation' | 'ready'>;

/** The least to be read for a test: those with its ids, of which some may not match, or everybody. */
function rowsOf(facts: Facts, test: PrincipalTest, types: readonly PrincipalType[]): Rows {
  const ids = test.ids && [...test.ids];
  const listed = (deleted: boolean) => (after: readonly string[] | undefined, limit: number) =>
    facts.mirror.principals.listAfter(after ?? [], { types, deleted }, limit);
  if (test.deleted) {
    // What is gone has neither name nor state nor address.
    if (asksOfTheStore(test)) return orphansAmong(facts, types, []);
    if (ids) return orphansAmong(facts, types, ids);
    return {
      operation: 'sso-admin:ListAccountAssignments',
      ready: (freshness, scope) => findOrphans(facts, freshness, scope),
      fetch: (after, limit) => (facts.directory.doubt() ? [] : listed(true)(after, limit)),
    };
  }
  if (ids)
    return {
      operation: 'identitystore:DescribeUser',
      ready: (freshness, scope) => describeAny(facts, types, ids, freshness, scope),
      fetch: (after, limit) => pageOf(withIds(facts, types, ids, false), after, limit),
    };
  return {
    operation: `identitystore:List${types.includes('USER') ? 'Users' : 'Groups'}`,
    ready: (freshness, scope) => readLists(facts, types, freshness, scope),
    fetch: listed(false),
  };
}

/** Of these ids, those that the store does not have and assignments name. */
function orphansAmong(facts: Facts, types: readonly PrincipalType[], ids: readonly string[]): Rows {
  let orphans: readonly KnownPrincipal[] = [];
  return {
    operation: 'sso-admin:ListAccountAssignmentsForPrincipal',
    ready: async (freshness, scope) => {
      const described = await describeAny(facts, types, ids, freshness, scope, false);
      const gone = facts.directory.doubt() ? [] : withIds(facts, types, ids, true);
      if (gone.length === 0) return described;
      const [type, other] = types;
      const goneIds = new Set(gone.map(({ principalId }) => principalId));
      const test = { ids: goneIds, ...(type && !other && { type }) };
      const read = await readAssignments(facts, { op: 'principal', test }, freshness, scope);
      const named = new Set(read.rows.map(principalKey));
      orphans = gone.filter((principal) => named.has(principalKey(principal)));
      return [...described, ...read.outcomes];
    },
    fetch: (after, limit) => pageOf(orphans, after, limit),
  };
}

function withIds(
  facts: Facts,
  types: readonly PrincipalType[],
  ids: readonly string[],
  deleted: boolean,
): KnownPrincipal[] {
  const known = facts.mirror.principals.byId(idsOf(types, new Set(ids)));
  return [...known.values()].filter((principal) => principal.deleted === deleted);
}

function pageOf(
  rows: readonly KnownPrincipal[],
  after: readonly string[] | undefined,
  limit: number,
): KnownPrincipal[] {
  const ahead = rows.filter((row) => !after || isAfter(row, after));
  return ahead.toSorted(byKey).slice(0, limit);
}

async function readLists(
  facts: Facts,
  types: readonly PrincipalType[],
  freshness: Freshness,
  scope: ReadScope,
): Promise<Outcome[]> {
  const lists = types.map((type) => identities.principals(facts.source, type));
  const outcomes = await all(lists.map((list) => facts.reads.ensure(list, freshness.assignments, scope)));
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
  const everything = { op: 'all' as const, of: [] };
  const { outcomes } = await readAssignments(facts, everything, freshness, scope, false);
  const assigned = facts.mirror.principals.assignedUnknown(freshness.names);
  const found = await facts.principals(assigned, freshness.names, scope);
  const doubt = facts.directory.doubt();
  return [...outcomes, ...found.values(), ...(doubt ? [doubt] : [])];
}

/** Every assignment for which the expression holds; the rows themselves only with `keep`. */
async function readAssignments(
  facts: Facts,
  expression: Expression,
  freshness: Freshness,
  scope: ReadScope,
  keep = true,
) {
  const wanted = Number.POSITIVE_INFINITY;
  const driver = new LiveDriver(facts, freshness, scope);
  const prepared = await run(prepare({ facts, expression, freshness, scope, driver, wanted }));
  const { hasEnded, rows, segments } = await run(scan(prepared, undefined, { wanted, keep }));
  // What was read stays in the mirror, so that the next call goes on from there.
  if (!hasEnded) throw scope.deadline.reason;
  return { rows, outcomes: [...prepared.outcomes, ...segments.map(({ outcome }) => outcome)] };
}

/** An id belongs to a user or to a group: where one of them has it, the other need not be asked for. */
async function describeAny(
  facts: Facts,
  types: readonly PrincipalType[],
  ids: readonly string[],
  freshness: Freshness,
  scope: ReadScope,
  mayBeNobodys = true,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const typesOf = new Map(ids.map((id) => [id, typesOfId(facts, id)]));
  for (const turn of [0, 1])
    for (const type of types.toReversed()) {
      const known = facts.mirror.principals.byId(idsOf(allTypes, new Set(ids)));
      const others = [...known.values()].filter((one) => one.principalType !== type && one.deleted === false);
      const taken = new Set(others.map(({ principalId }) => principalId));
      const open = ids.filter((id) => typesOf.get(id)?.[turn] === type && !taken.has(id));
      const wanted = idsOf([type], new Set(open));
      const found = await facts.principals(wanted, freshness.names, scope, mayBeNobodys);
      outcomes.push(...found.values());
    }
  return outcomes;
}

function idsOf(types: readonly PrincipalType[], ids: ReadonlySet<string>): PrincipalId[] {
  return types.flatMap((principalType) => [...ids].map((principalId) => ({ principalType, principalId })));
}

function isAfter(row: PrincipalId, [type = '', id = '']: readonly string[]): boolean {
  return row.principalType === type ? row.principalId > id : row.principalType > type;
}

function byKey(left: PrincipalId, right: PrincipalId): number {
  return principalKey(left) < principalKey(right) ? -1 : 1;
}
