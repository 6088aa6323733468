import type { ProvisioningStatus } from '../../aws/sso-admin.ts';
import { provisionedToAccount } from '../extents/assignments.ts';
import * as permissionSetExtents from '../extents/permission-sets.ts';
import { askedSets } from '../facts/asked-sets.ts';
import type { Facts } from '../facts/facts.ts';
import { evaluate } from '../filter/expression.ts';
import type { PermissionSetFilterInput } from '../filter/input.ts';
import { parsePermissionSetFilter } from '../filter/parse.ts';
import { chain } from '../../reading/coroutine.ts';
import type { Listing } from '../../reading/listing.ts';
import { mapInTurns } from '../../reading/turns.ts';
import { orThrow } from '../reads.ts';
import { valuesOfPermissionSets } from '../unmatched/named-values.ts';
import { unmatched } from '../unmatched/unmatched.ts';

/** The permission sets of the instance, by ARN. */
export function permissionSets(facts: Facts, filter: PermissionSetFilterInput): Listing<string> {
  const test = parsePermissionSetFilter(filter, 'filter', facts.instance.instanceArn);
  const expression = { op: 'permissionSet' as const, test };
  return {
    name: ['permissionSets', filter],
    operation: 'sso-admin:ListPermissionSets',
    ready: (freshness, scope) => {
      const list = permissionSetExtents.permissionSets(facts.source);
      return chain(facts.reads.ensure(list, freshness.assignments, scope), (outcome) => [orThrow(outcome)]);
    },
    fetch: ([after = ''] = [], limit) => facts.mirror.permissionSets.listAfter(after, limit),
    keyOf: (arn) => [arn],
    unmatched: (freshness) => unmatched({ facts, freshness, values: valuesOfPermissionSets(filter) }),
    judge: async (arns, freshness, scope) => {
      const reached = arns.filter((arn) => evaluate(expression, { permissionSet: { arn } }) !== false);
      const found = await askedSets(facts, expression, reached, freshness.names, scope);
      const judged = (arn: string) => {
        const lookup = found.get(arn);
        const verdict = evaluate(expression, { permissionSet: { arn, facts: lookup?.facts } });
        return {
          verdict,
          ...(lookup && (lookup.failure ?? lookup.readAt) !== undefined && { outcome: lookup }),
        };
      };
      return mapInTurns(arns, judged, scope);
    },
  };
}

/** The accounts in which a permission set is provisioned, by id. */
export function accountsOf(facts: Facts, arn: string, status?: ProvisioningStatus): Listing<string> {
  const { mirror, source } = facts;
  const { extent, fetch } = status ? inStatus(status) : inAny();
  return {
    name: ['accounts', arn, status ?? null],
    operation: 'sso-admin:ListAccountsForProvisionedPermissionSet',
    ready: (freshness, scope) =>
      chain(facts.reads.ensure(extent, freshness.assignments, scope), (outcome) => [orThrow(outcome)]),
    fetch: ([after = ''] = [], limit) => fetch(after, limit),
    keyOf: (accountId) => [accountId],
  };

  function inStatus(one: ProvisioningStatus) {
    const list = permissionSetExtents.accountsInStatus(source, arn, one);
    const ids = (after: string, limit: number) =>
      mirror.lists.after(list.key, after, limit).map(({ key }) => key);
    return { extent: list, fetch: ids };
  }

  function inAny() {
    const ids = (after: string, limit: number) => mirror.pairs.accountsAfter(arn, after, limit);
    return { extent: permissionSetExtents.provisionedAccounts(source, arn), fetch: ids };
  }
}

/** The permission sets provisioned to an account, by ARN. */
export function provisionedTo(facts: Facts, accountId: string): Listing<string> {
  const extent = provisionedToAccount(facts.source, accountId);
  return {
    name: ['permissionSets', accountId],
    operation: 'sso-admin:ListPermissionSetsProvisionedToAccount',
    ready: (freshness, scope) =>
      chain(facts.reads.ensure(extent, freshness.assignments, scope), (outcome) => [orThrow(outcome)]),
    fetch: ([after = ''] = [], limit) => {
      const pairs = facts.mirror.pairs.ofAccounts([accountId]);
      const arns = pairs.map((pair) => pair.permissionSetArn).filter((arn) => arn > after);
      return arns.slice(0, limit);
    },
    keyOf: (arn) => [arn],
  };
}
