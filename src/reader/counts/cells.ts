import { GatewayError } from '../../errors.ts';
import { principalKey, type PrincipalId, type PrincipalType } from '../../mirror/rows.ts';

/** By what assignments are counted together. */
export type CountGroup = 'ACCOUNT' | 'PERMISSION_SET' | 'ORGANIZATIONAL_UNIT' | 'PRINCIPAL_TYPE';

/** What the assignments of a cell have in common; undefined where that is not asked for. */
export interface CellKey {
  readonly accountId: string | undefined;
  readonly permissionSetArn: string | undefined;
  /** Also undefined for an account whose place is not known. */
  readonly unitId: string | undefined;
  readonly principalType: PrincipalType | undefined;
}

export interface Cell extends CellKey {
  assignments: number;
  /** Numbers of principals, each as often as an assignment names it. */
  readonly holders: number[];
}

/** More are not answered at once. */
export const maxCells = 10_000;

/** Counts assignments by what they have in common, one after another in any order. */
export class Cells {
  readonly #groupBy: ReadonlySet<CountGroup>;
  readonly #unitOf: (accountId: string) => string | undefined;
  readonly #keepsHolders: boolean;
  /** By account, OU, permission set and type. */
  readonly #cells = new Map<string, Cell>();
  readonly #numbers = new Map<string, number>();
  /** Everybody who was met, by number. */
  readonly principals: PrincipalId[] = [];
  #latest:
    | { readonly accountId: string; readonly arn: string; readonly type: PrincipalType; cell: Cell }
    | undefined;

  constructor(
    groupBy: readonly CountGroup[],
    unitOf: (accountId: string) => string | undefined,
    keepsHolders: boolean,
  ) {
    this.#groupBy = new Set(groupBy);
    this.#unitOf = unitOf;
    this.#keepsHolders = keepsHolders;
    // What is not divided has a count also where there is nothing.
    if (this.#groupBy.size === 0) this.#cellOf('', '', 'USER');
  }

  readonly add = (accountId: string, arn: string, type: PrincipalType, principalId: string): void => {
    const latest = this.#latest;
    // Assignments mostly come in order.
    const isSame = latest?.type === type && latest.arn === arn && latest.accountId === accountId;
    const cell = isSame ? latest.cell : this.#cellOf(accountId, arn, type);
    if (!isSame) this.#latest = { accountId, arn, type, cell };
    cell.assignments += 1;
    if (this.#keepsHolders) cell.holders.push(this.#numberOf(type, principalId));
  };

  /** Nobody holds it, and that is a count, too. */
  addNobody(accountId: string, arn: string): void {
    // Which type nobody is of makes no difference: it is not among what divides these cells.
    this.#cellOf(accountId, arn, 'USER');
  }

  /** By account id, OU id, permission set ARN and principal type. */
  inOrder(): Cell[] {
    return [...this.#cells].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell);
  }

  #cellOf(account: string, arn: string, type: PrincipalType): Cell {
    const groups = this.#groupBy;
    const accountId = groups.has('ACCOUNT') ? account : undefined;
    const unitId = groups.has('ORGANIZATIONAL_UNIT') ? this.#unitOf(account) : undefined;
    const permissionSetArn = groups.has('PERMISSION_SET') ? arn : undefined;
    const principalType = groups.has('PRINCIPAL_TYPE') ? type : undefined;
    const key = `${accountId ?? ''} ${unitId ?? ''} ${permissionSetArn ?? ''} ${principalType ?? ''}`;
    const known = this.#cells.get(key);
    if (known) return known;
    if (this.#cells.size >= maxCells) throw tooMany();
    const cell = { accountId, permissionSetArn, unitId, principalType, assignments: 0, holders: [] };
    this.#cells.set(key, cell);
    return cell;
  }

  #numberOf(principalType: PrincipalType, principalId: string): number {
    const key = principalKey({ principalType, principalId });
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.principals.length);
    return this.principals.push({ principalType, principalId }) - 1;
  }
}

function tooMany(): GatewayError {
  const limit = maxCells.toLocaleString('en-US');
  return new GatewayError(
    'QUERY_TOO_COSTLY',
    `The query is too costly: it has more than ${limit} counts. Ask for some accounts or permission sets at a time, by filter, or for fewer members of groupBy.`,
    { measure: 'counts', limit: maxCells },
  );
}
