/** An OU or root, or an account, as the matrix has a row for it. */
export interface Row {
  readonly id: string;
  readonly kind: 'account' | 'ou';
  readonly name: string;
  readonly depth: number;
  /** Of an OU: the accounts in it and below. */
  readonly accounts: number;
  readonly isClosed: boolean;
  /** Of an account that is not active. */
  readonly state: string | undefined;
}

export interface Column {
  readonly arn: string;
  readonly name: string;
}

export interface AccountNode {
  readonly targetId: string;
  readonly name: string | null;
  readonly state?: string | null;
  readonly parent?: { readonly targetId: string } | null;
}

export interface UnitNode {
  readonly targetId: string;
  readonly name: string | null;
  readonly parent?: { readonly targetId: string } | null;
}

const byName = (one: { readonly name: string | null }, other: { readonly name: string | null }) =>
  (one.name ?? '').localeCompare(other.name ?? '', 'en', { numeric: true });

/** From the root down: each OU, its accounts, then the OUs in it; what is below a closed one is left out. */
export function rowsOf(
  accounts: readonly AccountNode[],
  units: readonly UnitNode[],
  isClosed: (id: string) => boolean,
): Row[] {
  const known = new Set(units.map(({ targetId }) => targetId));
  const parentOf = ({ parent }: AccountNode | UnitNode) =>
    parent && known.has(parent.targetId) ? parent.targetId : undefined;
  const unitsIn = Map.groupBy(units, parentOf);
  const accountsIn = Map.groupBy(accounts, parentOf);
  const totals = new Map<string, number>();
  const total = (id: string): number => {
    const below = (unitsIn.get(id) ?? []).reduce((sum, { targetId }) => sum + total(targetId), 0);
    const all = (accountsIn.get(id)?.length ?? 0) + below;
    totals.set(id, all);
    return all;
  };
  const rows: Row[] = [];
  const addAccounts = (parent: string | undefined, depth: number) => {
    for (const { targetId: id, name, state } of (accountsIn.get(parent) ?? []).toSorted(byName))
      rows.push({
        id,
        kind: 'account',
        name: name ?? id,
        depth,
        accounts: 1,
        isClosed: false,
        state: state && state !== 'ACTIVE' ? state : undefined,
      });
  };
  const addUnits = (parent: string | undefined, depth: number) => {
    for (const { targetId: id, name } of (unitsIn.get(parent) ?? []).toSorted(byName)) {
      if (parent === undefined) total(id);
      const closed = isClosed(id);
      const of = { id, name: name ?? id, depth, accounts: totals.get(id) ?? 0 };
      rows.push({ ...of, kind: 'ou', isClosed: closed, state: undefined });
      if (closed) continue;
      addAccounts(id, depth + 1);
      addUnits(id, depth + 1);
    }
  };
  addUnits(undefined, 0);
  // Accounts whose place is not known stand by themselves.
  addAccounts(undefined, 0);
  return rows;
}

/** The most used first; where that is not known, by name. */
export function columnsOf(
  sets: readonly { readonly arn: string; readonly name: string | null }[],
  use: ReadonlyMap<string, number>,
): Column[] {
  return sets
    .map(({ arn, name }) => ({ arn, name: name ?? arn.slice(arn.lastIndexOf('/') + 1) }))
    .toSorted((one, other) => (use.get(other.arn) ?? 0) - (use.get(one.arn) ?? 0) || byName(one, other));
}

/** In one of five steps, or none for nobody. */
export function stepOf(number: number): number {
  if (number <= 0) return 0;
  if (number === 1) return 1;
  if (number < 5) return 2;
  if (number < 15) return 3;
  return number < 50 ? 4 : 5;
}

export const stepLabels = ['1', '2–4', '5–14', '15–49', '50 and more'];
