import {
  accountKey,
  accountsKey,
  accountsOfKey,
  describedKey,
  entitlementsKey,
  pairKey,
  permissionSetKey,
  permissionSetsKey,
  principalsKey,
  provisionedKey,
  treeKey,
  unitsKey,
  type Extent,
  type ExtentKey,
  type Kind,
} from '../../src/mirror/keys.ts';
import {
  principalKey,
  principalOf,
  type AccountFacts,
  type EntitlementRow,
  type PrincipalFacts,
  type UnitFacts,
} from '../../src/mirror/rows.ts';
import { accountIds, arns, principalIds, unitIds } from './small-organization.ts';

const never = Number.NEGATIVE_INFINITY;

/** What the rules say of some reads, without regard to the order in which they came home: from scratch, and slowly. */
export function fold(reads: readonly Extent[]) {
  const all = [...new Map(reads.map((one) => [`${one.key.text} ${one.readAt}`, one])).values()].toSorted(
    (one, other) => one.readAt - other.readAt,
  );
  const of = <K extends Kind>({ text }: ExtentKey<K>) =>
    all.filter(({ key }) => key.text === text) as unknown as Extent<K>[];
  const latest = <K extends Kind>(key: ExtentKey<K>) => of(key).at(-1);

  /** The list that lacks the account while the one before had it. */
  const leftAt = (accountId: string) => {
    const lists = of(accountsKey).map(({ readAt, facts }) => ({
      readAt,
      has: facts.some((fact) => fact.accountId === accountId),
    }));
    return lists.findLast(({ has }, n) => !has && lists[n - 1]?.has)?.readAt ?? never;
  };
  const ofAccount = (accountId: string) => {
    const list = latest(provisionedKey(accountId));
    return list && list.readAt >= leftAt(accountId) ? list : undefined;
  };
  const ofSet = (arn: string) => {
    const list = latest(accountsOfKey(arn));
    return list && { ...list, facts: list.facts.filter((id) => list.readAt >= leftAt(id)) };
  };
  const isProvisioned = (accountId: string, arn: string) => {
    const claims = [
      { list: ofAccount(accountId), id: arn },
      { list: ofSet(arn), id: accountId },
    ];
    const at = (has: boolean) =>
      Math.max(
        never,
        ...claims.map(({ list, id }) => (list?.facts.includes(id) === has ? list.readAt : never)),
      );
    return at(true) > never && at(true) >= Math.max(at(false), leftAt(accountId));
  };
  const absentAt = (accountId: string, arn: string) =>
    Math.max(
      leftAt(accountId),
      ...of(provisionedKey(accountId)).map(({ facts, readAt }) => (facts.includes(arn) ? never : readAt)),
      ...of(accountsOfKey(arn)).map(({ facts, readAt }) => (facts.includes(accountId) ? never : readAt)),
    );
  const pair = (accountId: string, arn: string) => {
    const read = latest(pairKey(accountId, arn));
    return read && read.readAt >= absentAt(accountId, arn) ? read : undefined;
  };

  const entitlements = (accountId: string) => {
    const read = latest(entitlementsKey(accountId));
    return read && read.readAt >= leftAt(accountId) ? read : undefined;
  };

  const accounts = latest(accountsKey);
  const tree = latest(treeKey);
  const isPlaced = accounts?.facts.every(({ ancestors }) => ancestors !== null);
  const account = (accountId: string): (AccountFacts & { readAt: number | null }) | undefined => {
    const listed = accounts?.facts.find((fact) => fact.accountId === accountId);
    const told = [listed && { readAt: accounts!.readAt, facts: listed }, latest(accountKey(accountId))];
    const newest = latestOf(told);
    const way = tree?.facts.find((fact) => fact.accountId === accountId);
    const places = [
      ...told.filter((one) => one && one.facts.ancestors !== null),
      way && { readAt: tree!.readAt, facts: way },
    ];
    const ancestors = latestOf(places)?.facts.ancestors ?? null;
    const isMet =
      newest ??
      way ??
      ofAccount(accountId) ??
      entitlements(accountId) ??
      arns.find((arn) => isProvisioned(accountId, arn) || pair(accountId, arn));
    if (!isMet) return undefined;
    const nothing = { accountId, name: null, email: null, state: null };
    return { ...nothing, ...newest?.facts, ancestors, readAt: newest?.readAt ?? null };
  };
  const pages = (list: string, wholeAt: number) => {
    const keys = new Set(
      all.filter(({ key }) => key.kind === 'page' && key.parts[0] === list).map(({ key }) => key.text),
    );
    return [...keys]
      .map((text) => all.findLast(({ key }) => key.text === text)!)
      .filter(({ readAt }) => readAt > wholeAt) as unknown as Extent<'page'>[];
  };
  /** Who is there by what was told last. */
  const principal = (
    id: (typeof principalIds)[number],
  ): { name: string | null; readAt: number } | undefined => {
    const list = latest(principalsKey(id.principalType));
    const isIt = (fact: PrincipalFacts) => principalKey(fact) === principalKey(id);
    const listed = list?.facts.find(isIt);
    const onPages = pages(id.principalType === 'USER' ? 'users' : 'groups', list?.readAt ?? never).flatMap(
      ({ readAt, facts: { principals = [] } }) =>
        principals.filter(isIt).map((facts) => ({ readAt, facts: facts as PrincipalFacts | null })),
    );
    const told = [listed && { readAt: list!.readAt, facts: listed }, latest(describedKey(id)), ...onPages];
    const newest = latestOf(told);
    if (!newest?.facts) return undefined;
    return { name: newest.facts.name, readAt: newest.readAt };
  };
  const unit = (unitId: string) => {
    const kinds: readonly Kind[] = ['units', 'unit', 'children'];
    const texts = new Set(all.filter(({ key }) => kinds.includes(key.kind)).map(({ key }) => key.text));
    const told = [...texts].flatMap((text) => {
      const { readAt, facts } = all.findLast(({ key }) => key.text === text)!;
      const found = (facts as readonly UnitFacts[]).find((fact) => fact.unitId === unitId);
      return found ? [{ ...found, readAt }] : [];
    });
    return latestOf(told);
  };

  const pairs = accountIds.flatMap((accountId) =>
    arns.map((arn) => ({
      accountId,
      arn,
      isProvisioned: isProvisioned(accountId, arn),
      read: pair(accountId, arn),
    })),
  );
  const provisioned = pairs.filter((one) => one.isProvisioned);
  const membersOf = ({ read }: (typeof pairs)[number]) =>
    [...new Set(read?.facts.map((word) => principalKey(principalOf(word))))].toSorted();
  return {
    accounts: accountIds.map(account),
    arePlacedByTree: Boolean(tree && !(isPlaced && accounts!.readAt >= tree.readAt)),
    listed: accountIds.filter((id) => accounts?.facts.some(({ accountId }) => accountId === id)),
    sets: arns.map((arn) => latest(permissionSetKey(arn))?.facts.name),
    listedSets: arns.filter((arn) => latest(permissionSetsKey)?.facts.includes(arn)),
    principals: principalIds.map(principal),
    units: unitIds.map(unit),
    listedUnits: unitIds.filter((id) => latest(unitsKey)?.facts.some(({ unitId }) => unitId === id)),
    provisioned: provisioned.map(({ accountId, arn }) => `${accountId} ${arn}`),
    readAt: pairs.map(({ read }) => read?.readAt),
    rows: pairs.flatMap((one) => membersOf(one).map((key) => `${one.accountId} ${one.arn} ${key}`)),
    totals: {
      pairs: provisioned.length,
      read: provisioned.filter(({ read }) => read).length,
      rows: provisioned.reduce((sum, one) => sum + membersOf(one).length, 0),
    },
    lists: {
      ofAccounts: sizesOf(accountIds.map(ofAccount)),
      ofSets: sizesOf(arns.map(ofSet)),
    },
    entitlements: accountIds.map((id) => {
      const read = entitlements(id);
      const rows = (read?.facts ?? []).map(entitlementText).toSorted();
      return { readAt: read?.readAt, rows };
    }),
    entitlementsOf: principalIds.map((id) =>
      accountIds
        .flatMap((accountId) => entitlements(accountId)?.facts ?? [])
        .filter((row) => principalKey(row) === principalKey(id))
        .map(entitlementText)
        .toSorted(),
    ),
    ages: provisioned.map(({ read }) => read?.readAt ?? 0).toSorted((one, other) => one - other),
  };
}

/** In the order of entitlements, where they are of one account. */
export function entitlementText(row: EntitlementRow): string {
  return `${row.accountId} ${row.roleArn} ${row.entitlementId} ${principalKey(row)}`;
}

function sizesOf(lists: readonly ({ readonly facts: readonly unknown[] } | undefined)[]) {
  const known = lists.filter((list) => list !== undefined);
  return { count: known.length, total: known.reduce((sum, { facts }) => sum + facts.length, 0) };
}

function latestOf<T extends { readonly readAt: number }>(told: readonly (T | undefined)[]): T | undefined {
  return told.filter((one) => one !== undefined).toSorted((one, other) => other.readAt - one.readAt)[0];
}
