import {
  accountKey,
  accountsKey,
  childrenKey,
  pageKey,
  parentKey,
  treeKey,
  unitKey,
  unitsKey,
} from '../../mirror/keys.ts';
import type { UnitFacts } from '../../mirror/rows.ts';
import { accountFacts, unitFacts, unknownAccount, unknownUnit } from '../facts/from-aws.ts';
import { walkTree, walkUnits } from '../facts/tree.ts';
import type { Extent } from '../reads.ts';
import { collect, covered, ifNotFound, options, type Source } from './source.ts';

/** organizations:ListAccounts, whole. With `maxPages`, only when it is no longer than that. */
export function accounts(source: Source, maxPages?: number): Extent {
  const { aws, mirror, keep, longLists } = source;
  const extent: Extent = {
    key: accountsKey,
    about: {},
    readAt: () => mirror.coverage.readAt(accountsKey),
    read: async (flight) => {
      const { rows, readAt } = await longLists.read(
        accountsKey,
        flight,
        (bookmark) => aws.organizations.listAccounts({ ...options(flight), bookmark }),
        (page, n, at) => keep(pageKey(accountsKey.text, n), at, { accounts: page.map(accountFacts) }),
      );
      keep(accountsKey, readAt, rows.map(accountFacts));
      return readAt;
    },
  };
  return maxPages === undefined ? extent : { ...extent, maxPages };
}

/** organizations:DescribeAccount. An id that is no account of the organization becomes a fact without a name. */
export function account(source: Source, accountId: string): Extent {
  const { aws, mirror } = source;
  const extent = covered(source, accountKey(accountId), { accountId }, (flight) =>
    ifNotFound(
      async () => accountFacts(await aws.organizations.describeAccount(accountId, options(flight))),
      () => unknownAccount(accountId),
    ),
  );
  return { ...extent, readAt: () => mirror.accounts.byId([accountId]).get(accountId)?.readAt ?? undefined };
}

/** The organization's tree with the way to each account, for endpoints whose account list does not tell it. */
export function tree(source: Source): Extent {
  const { aws, mirror, keep } = source;
  return covered(source, treeKey, {}, async (flight) => {
    const listed = mirror.accounts.list().map(({ accountId }) => accountId);
    const { units: found, ways } = await walkTree(aws.organizations, listed, options(flight));
    keep(unitsKey, flight.startedAt, found);
    return [...ways].map(([accountId, ancestors]) => ({ accountId, ancestors }));
  });
}

/** Every root and OU: organizations:ListRoots and ListOrganizationalUnitsForParent down the tree. */
export function units(source: Source): Extent {
  const { aws } = source;
  return covered(source, unitsKey, {}, (flight) => walkUnits(aws.organizations, options(flight)));
}

/** organizations:DescribeOrganizationalUnit, or ListRoots for a root. One that does not exist has no name. */
export function unit(source: Source, unitId: string): Extent {
  const { aws, mirror } = source;
  const extent = covered(source, unitKey(unitId), {}, async (flight) => {
    if (unitId.startsWith('r-')) {
      const roots = await collect(aws.organizations.listRoots(options(flight)));
      const found: UnitFacts[] = roots.map(({ id, name }) => ({ unitId: id, name, ancestors: [] }));
      return found.some((root) => root.unitId === unitId) ? found : [unknownUnit(unitId)];
    }
    const facts = await ifNotFound<UnitFacts>(
      async () => unitFacts(await aws.organizations.describeOrganizationalUnit(unitId, options(flight))),
      () => unknownUnit(unitId),
    );
    return [facts];
  });
  return { ...extent, readAt: () => mirror.units.byId([unitId]).get(unitId)?.readAt ?? undefined };
}

/** organizations:ListOrganizationalUnitsForParent: the children of one root or OU. */
export function children(source: Source, parentId: string) {
  const { aws } = source;
  return covered(source, childrenKey(parentId), {}, async (flight) => {
    const pages = aws.organizations.listOrganizationalUnitsForParent(parentId, options(flight));
    return (await collect(pages)).map(unitFacts);
  });
}

/** organizations:ListParents of an OU whose description does not tell the way to it. */
export function parent(source: Source, childId: string) {
  const { aws } = source;
  return covered(source, parentKey(childId), {}, async (flight) => {
    const { id } = await aws.organizations.listParents(childId, options(flight));
    return [{ key: id }];
  });
}
