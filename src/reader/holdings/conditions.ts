import type { ProvisioningStatus } from '../../aws/sso-admin.ts';
import { principalKey, type PrincipalId } from '../../mirror/rows.ts';
import type { Judged } from '../../reading/listing.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { sideBySide } from '../../reading/side-by-side.ts';
import { accountsInStatus } from '../extents/permission-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { areMembershipsKnown, ensureMemberships, membershipIds } from '../facts/members.ts';
import type { TargetRow } from '../lists/targets.ts';
import { readHoldings, type Holdings } from './holdings.ts';
import type { Condition } from './narrowed.ts';

/** Is there an assignment of a permission set, anywhere? */
export function assigned(facts: Facts, wanted: boolean): Condition<string> {
  return {
    name: ['assigned', wanted],
    ...withHoldings(facts, { entitlements: false }, async (holdings, arns) =>
      arns.map((arn) => ({ verdict: agrees(wanted, holdings.permissionSets.has(arn), holdings.isWhole) })),
    ),
  };
}

/** Is a permission set in this status in some account? */
export function inStatus(facts: Facts, status: ProvisioningStatus): Condition<string> {
  return {
    name: ['inStatus', status],
    ready: async () => [],
    judge: async (arns, freshness, scope) => {
      const judge = async (arn: string): Promise<Judged> => {
        const extent = accountsInStatus(facts.source, arn, status);
        const outcome = await facts.reads.ensure(extent, freshness.assignments, scope);
        const isSome = facts.mirror.lists.of(extent.key).length > 0;
        return { verdict: outcome.readAt === undefined ? undefined : isSome, outcome };
      };
      return sideBySide(arns, judge, scope);
    },
  };
}

/** Does a grant name a principal, or a group that the user is in? */
export function holdsAccess(facts: Facts, wanted: boolean): Condition<PrincipalId> {
  return {
    name: ['holdsAccess', wanted],
    ...withHoldings(facts, { entitlements: true }, async (holdings, rows, freshness, scope) => {
      const isNamed = (principal: PrincipalId) => holdings.principals.has(principalKey(principal));
      const open = rows.filter((row) => row.principalType === 'USER' && !isNamed(row));
      const asking = { facts, freshness, scope };
      const outcomes = new Map<PrincipalId, Judged['outcome']>();
      const groups = [...holdings.principals.values()].filter(
        ({ principalType }) => principalType === 'GROUP',
      );
      const unread = groups.filter((group) => !areMembershipsKnown(asking, group));
      // By the groups or by the users, whichever are fewer to ask for.
      const users = open.filter((user) => !areMembershipsKnown(asking, user));
      const isByGroup = unread.length <= users.length;
      const read = await ensureMemberships(asking, isByGroup ? groups : open);
      if (isByGroup)
        for (const row of open)
          outcomes.set(
            row,
            read.find(({ failure }) => failure),
          );
      else for (const [n, row] of open.entries()) outcomes.set(row, read[n]);
      const members = new Set(isByGroup ? groups.flatMap((group) => membershipIds(facts, group)) : []);
      const isInGroup = (user: PrincipalId) =>
        isByGroup
          ? members.has(user.principalId)
          : membershipIds(facts, user).some((id) => isNamed({ principalType: 'GROUP', principalId: id }));
      return rows.map((row) => {
        const outcome = outcomes.get(row);
        const isHolding = isNamed(row) || (row.principalType === 'USER' && isInGroup(row));
        const verdict = agrees(wanted, isHolding, holdings.isWhole && !outcome?.failure);
        return { verdict, ...(outcome && { outcome }) };
      });
    }),
  };
}

/** Does effectiveAccess list anybody for an account? */
export function entered(facts: Facts, wanted: boolean): Condition<TargetRow> {
  return {
    name: ['entered', wanted],
    ...withHoldings(facts, { entitlements: true }, async (holdings, rows, freshness, scope) => {
      const groups = new Map<string, PrincipalId>();
      for (const { targetId } of rows)
        for (const group of groupsToAsk(holdersOf(holdings, targetId)))
          groups.set(principalKey(group), group);
      const read = await ensureMemberships({ facts, freshness, scope }, [...groups.values()]);
      const outcomes = new Map([...groups.keys()].map((key, n) => [key, read[n]]));
      const isSomebody = (holder: PrincipalId) =>
        holder.principalType === 'USER' || membershipIds(facts, holder).length > 0;
      return rows.map(({ targetId, targetType }): Judged => {
        if (targetType === 'AWS_OU') return { verdict: false };
        const holders = holdersOf(holdings, targetId);
        const rested = holders.flatMap((holder) => outcomes.get(principalKey(holder)) ?? []);
        const outcome = rested.find(({ failure }) => failure) ?? rested[0];
        const isWhole = holdings.isWhole && !outcome?.failure;
        return { verdict: agrees(wanted, holders.some(isSomebody), isWhole), ...(outcome && { outcome }) };
      });
    }),
  };
}

/** What is there for certain decides; what is not there only where everything is known. */
function agrees(wanted: boolean, isThere: boolean, isWhole: boolean): boolean | undefined {
  return isThere || isWhole ? isThere === wanted : undefined;
}

/** Whom the grants of an account name. */
function holdersOf({ accounts, principals }: Holdings, accountId: string): readonly PrincipalId[] {
  return [...(accounts.get(accountId) ?? [])].flatMap((key) => principals.get(key) ?? []);
}

/** Where a user is let in directly, no group needs to be asked. */
function groupsToAsk(holders: readonly PrincipalId[]): readonly PrincipalId[] {
  return holders.some(({ principalType }) => principalType === 'USER') ? [] : holders;
}

function withHoldings<Row>(
  facts: Facts,
  what: { readonly entitlements: boolean },
  judge: (
    holdings: Holdings,
    rows: readonly Row[],
    freshness: Freshness,
    scope: ReadScope,
  ) => Promise<readonly Judged[]>,
): Pick<Condition<Row>, 'judge' | 'ready'> {
  let holdings: Holdings | undefined;
  return {
    ready: async (freshness, scope) => {
      holdings = await readHoldings(facts, freshness, scope, what);
      return holdings.outcomes;
    },
    judge: async (rows, freshness, scope) => {
      if (!holdings) throw new Error('A list is judged once it is ready');
      return judge(holdings, rows, freshness, scope);
    },
  };
}
