import { unitsKey, type ExtentKey } from '../../mirror/keys.ts';
import type { Freshness } from '../../reading/scope.ts';
import { listOperation } from '../extents/identities.ts';
import { guessedUnits, type Facts } from '../facts/facts.ts';
import { costOf, type Cost } from './cost.ts';
import { pagesOf } from './estimates/pages.ts';

/** Rows on a page of organizations:ListAccounts. */
const accountsPerPage = 20;

/** The calls that reading an extent is expected to take, by how large it was when it was last read. */
export function costOfExtent(facts: Facts, { assignments }: Freshness, key: ExtentKey): Cost {
  const { coverage, pairs, permissionSets } = facts.mirror;
  const size = coverage.sizeOf(key);
  // Some pages may have been read of a list that was given up for its length.
  const left = (rows: number, perPage?: number) =>
    Math.max(1, pagesOf(rows, perPage) - facts.source.longLists.pagesRead(key, assignments));
  const [first = '', second = ''] = key.parts;
  switch (key.kind) {
    case 'accounts':
      return costOf('organizations:ListAccounts', left(size ?? facts.statistics().accounts, accountsPerPage));
    case 'tree':
      return costOf(
        'organizations:ListOrganizationalUnitsForParent',
        coverage.sizeOf(unitsKey) ?? guessedUnits,
      );
    case 'permissionSets':
      return costOf('sso-admin:ListPermissionSets', pagesOf(size ?? permissionSets.count));
    case 'provisionedToAccount':
      return costOf(
        'sso-admin:ListPermissionSetsProvisionedToAccount',
        pagesOf(size ?? pairs.ofAccounts([first]).length),
      );
    case 'accountsOfSet':
      return costOf('sso-admin:ListAccountsForProvisionedPermissionSet', pagesOf(size ?? 0));
    case 'pair':
      return costOf('sso-admin:ListAccountAssignments', pagesOf(pairs.sizeOf(first, second)));
    case 'principals': {
      const { users, groups } = facts.statistics();
      const type = first === 'USER' ? 'USER' : 'GROUP';
      return costOf(listOperation[type], left(size ?? { USER: users, GROUP: groups }[type]));
    }
    case 'list': {
      const isOfPrincipal = key.text.startsWith('principal/');
      const operation = isOfPrincipal
        ? 'sso-admin:ListAccountAssignmentsForPrincipal'
        : 'identitystore:ListGroupMembershipsForMember';
      return costOf(operation, pagesOf(size ?? 0));
    }
    case 'account':
    case 'children':
    case 'entitlements':
    case 'page':
    case 'permissionSet':
    case 'principal':
    case 'unit':
    case 'units':
      throw new Error(`No plan reads ${key.text}`);
    default:
      return key.kind satisfies never;
  }
}
