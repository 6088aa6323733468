import type { UnitFacts } from '../../mirror/rows.ts';
import { accountFacts, ancestorsOf, unknownAccount, unknownUnit } from '../from-aws.ts';
import { walkTree, walkUnits } from '../organization-tree.ts';
import type { Extent } from '../reads.ts';
import { collect, collectWhileWorth, covered, ifNotFound, options, type Source } from './source.ts';

/** organizations:ListAccounts, whole. With `maxPages`, only when it is no longer than that. */
export function accounts(source: Source, maxPages?: number): Extent {
  const { aws, mirror } = source;
  const extent = covered(source, 'accounts', {}, async (flight, stamp) => {
    const pages = aws.organizations.listAccounts(options(flight));
    const all = await collectWhileWorth(pages, flight, async (page) => {
      for (const account of page) await mirror.accounts.put(accountFacts(account), flight.startedAt);
    });
    await mirror.accounts.replaceList(stamp, all.map(accountFacts));
  });
  return maxPages === undefined ? extent : { ...extent, maxPages };
}

/** organizations:DescribeAccount. An id that is no account of the organization becomes a fact without a name. */
export function account({ aws, mirror }: Source, accountId: string): Extent {
  return {
    key: `account/${accountId}`,
    about: { accountId },
    readAt: async () => (await mirror.accounts.byId([accountId])).get(accountId)?.readAt ?? undefined,
    read: async (flight) => {
      const facts = await ifNotFound(
        async () => accountFacts(await aws.organizations.describeAccount(accountId, options(flight))),
        () => unknownAccount(accountId),
      );
      await mirror.accounts.put(facts, flight.startedAt);
    },
  };
}

/** The organization's tree with the way to each account, for endpoints whose account list does not tell it. */
export function tree(source: Source): Extent {
  const { aws, mirror } = source;
  return covered(source, 'tree', {}, async (flight, stamp) => {
    const listed = (await mirror.accounts.list()).map((listedAccount) => listedAccount.accountId);
    const { units: found, ways } = await walkTree(aws.organizations, listed, options(flight));
    await mirror.units.replaceList({ ...stamp, extent: 'units' }, found);
    await mirror.accounts.putAncestors(stamp, ways);
  });
}

/** Every root and OU: organizations:ListRoots and ListOrganizationalUnitsForParent down the tree. */
export function units(source: Source): Extent {
  const { aws, mirror } = source;
  return covered(source, 'units', {}, async (flight, stamp) => {
    await mirror.units.replaceList(stamp, await walkUnits(aws.organizations, options(flight)));
  });
}

/** organizations:DescribeOrganizationalUnit, or ListRoots for a root. One that does not exist has no name. */
export function unit({ aws, mirror }: Source, unitId: string): Extent {
  return {
    key: `unit/${unitId}`,
    about: {},
    readAt: async () => (await mirror.units.byId([unitId])).get(unitId)?.readAt ?? undefined,
    read: async (flight) => {
      if (unitId.startsWith('r-')) {
        const roots = await collect(aws.organizations.listRoots(options(flight)));
        const found: UnitFacts[] = roots.map(({ id, name }) => ({ unitId: id, name, ancestors: [] }));
        const isFound = found.some((root) => root.unitId === unitId);
        await mirror.units.put(isFound ? found : [unknownUnit(unitId)], flight.startedAt);
        return;
      }
      const facts = await ifNotFound<UnitFacts>(
        async () => {
          const { name, path } = await aws.organizations.describeOrganizationalUnit(unitId, options(flight));
          return { unitId, name, ancestors: path === undefined ? null : ancestorsOf(path).slice(0, -1) };
        },
        () => unknownUnit(unitId),
      );
      await mirror.units.put([facts], flight.startedAt);
    },
  };
}

/** organizations:ListOrganizationalUnitsForParent: the children of one root or OU. */
export function children(source: Source, parentId: string): Extent {
  const { aws, mirror } = source;
  return covered(source, `children/${parentId}`, {}, async (flight, stamp) => {
    const pages = aws.organizations.listOrganizationalUnitsForParent(parentId, options(flight));
    const found = await collect(pages);
    const facts = found.map(({ id, name, path }) => ({
      unitId: id,
      name,
      ancestors: path === undefined ? null : ancestorsOf(path).slice(0, -1),
    }));
    await mirror.units.put(facts, flight.startedAt);
    await mirror.items.replace(
      stamp,
      found.map(({ id }) => ({ key: id })),
    );
  });
}

/** organizations:ListParents of an OU whose description does not tell the way to it. */
export function parent(source: Source, childId: string): Extent {
  const { aws, mirror } = source;
  return covered(source, `parent/${childId}`, {}, async (flight, stamp) => {
    const { id } = await aws.organizations.listParents(childId, options(flight));
    await mirror.items.replace(stamp, [{ key: id }]);
  });
}
