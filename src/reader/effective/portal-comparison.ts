import { GatewayError } from '../../errors.ts';
import type { Awaitable } from '../../reading/coroutine.ts';
import type { Completeness } from '../../reading/completeness.ts';
import type { AccountFacts, PermissionSetFacts, PrincipalId, PrincipalState } from '../../mirror/rows.ts';
import type { ListQuery, Page } from '../../reading/listing.ts';
import type { Freshness, ReadScope } from '../../reading/scope.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { Found } from '../facts/by-id.ts';
import type { EffectiveQuery } from './page.ts';
import { isEntitlement, type EffectiveRow } from './rows.ts';

/** Why one side may show a role that the other does not. */
export type PortalDifferenceReason =
  | 'NOT_PROVISIONED_YET'
  | 'SIGNED_IN_BEFORE_THE_GRANT'
  | 'USER_DISABLED'
  | 'ACCOUNT_NOT_ACTIVE'
  | 'ENTITLEMENT_ONLY'
  | 'REMOVED_SINCE'
  | 'UNKNOWN';

export interface PortalDifference {
  readonly accountId: string;
  readonly roleName: string;
  readonly reasons: readonly PortalDifferenceReason[];
}

export interface PortalComparison {
  readonly onlyInPortal: readonly PortalDifference[];
  readonly onlyGranted: readonly PortalDifference[];
  readonly completeness: Completeness;
  /** For what is looked up for the accounts later. */
  readonly freshness: Freshness;
}

/** What the access portal shows to one person. */
export interface PortalView {
  readonly userName: string;
  readonly roles: readonly { readonly accountId: string; readonly roleName: string }[];
  /** Of each page of the roles. */
  readonly completeness: readonly Completeness[];
}

/** A role that somebody was given. */
interface Granted {
  readonly accountId: string;
  readonly roleName: string;
  /** Undefined of an entitlement's, which no permission set gives. */
  readonly permissionSetArn: string | undefined;
}

/** What a comparison asks of an instance. */
interface Reader {
  effectiveAccess(query: EffectiveQuery, scope: ReadScope): Awaitable<Page<EffectiveRow>>;
  principalNamed(
    by: { readonly userName: string },
    freshness: Freshness,
    scope: ReadScope,
  ): Awaitable<PrincipalId | undefined>;
  listProvisionedTo(accountId: string, query: ListQuery, scope: ReadScope): Awaitable<Page<string>>;
  freshness(scope: ReadScope): Freshness;
  readonly accounts: Lookup<string, AccountFacts>;
  readonly permissionSets: Lookup<string, PermissionSetFacts>;
  readonly principals: Lookup<PrincipalId, PrincipalState>;
}

type Lookup<Id, Facts> = (
  ids: readonly Id[],
  notBefore: number,
  scope: ReadScope,
) => Awaitable<readonly Found<Facts>[]>;

/** Compares what the portal shows to a person with what they were granted, which is read afresh. */
export async function compareWithPortal(
  reader: Reader,
  { userName, roles, completeness }: PortalView,
  scope: ReadScope,
): Promise<PortalComparison> {
  const userId = await reader.principalNamed({ userName }, reader.freshness(scope), scope);
  if (userId === undefined)
    throw new GatewayError(
      'NOT_FOUND',
      `The access portal calls the person ${JSON.stringify(userName)}, and the identity store of this instance has no user of that name: startUrl and instanceArn have to be of the same instance`,
    );
  const evidence = new WalkEvidence();
  for (const page of completeness) evidence.addPage(page);
  const isPortalWhole = completeness.every((page) => page.complete);
  const freshness = reader.freshness(scope);
  const rows = await everyGrantOf(reader, userId.principalId, evidence, scope);
  const granted = await rolesOf(reader, rows, freshness, evidence, scope);
  const isGrantedWhole = evidence.toCompleteness().complete;
  const listed = new Set(roles.map(keyOf));
  const given = new Set(granted.filter((one) => one.permissionSetArn !== undefined).map(keyOf));
  const missing = granted.filter((one) => one.permissionSetArn === undefined || !listed.has(keyOf(one)));
  const circumstances = await circumstancesOf(
    reader,
    userId.principalId,
    missing,
    freshness,
    evidence,
    scope,
  );
  return {
    onlyInPortal: roles
      .filter((role) => !given.has(keyOf(role)))
      .map((role) => ({ ...role, reasons: [isGrantedWhole ? 'REMOVED_SINCE' : 'UNKNOWN'] })),
    onlyGranted: missing
      .map((one) => ({
        accountId: one.accountId,
        roleName: one.roleName,
        reasons: isPortalWhole ? reasonsOf(one, circumstances) : (['UNKNOWN'] as const),
      }))
      .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    completeness: evidence.toCompleteness(),
    freshness,
  };
}

function keyOf({ accountId, roleName }: Pick<Granted, 'accountId' | 'roleName'>): string {
  return `${accountId} ${roleName}`;
}

async function everyGrantOf(
  reader: Reader,
  userId: string,
  evidence: WalkEvidence,
  scope: ReadScope,
): Promise<readonly EffectiveRow[]> {
  const rows: EffectiveRow[] = [];
  const user = { ids: [userId] };
  for (let after: string | undefined; ;) {
    // The portal's list is of this moment: an older read of the grants would tell of changes as of differences.
    const query = { user, after, first: 1_000, maxAgeMs: 0, wholeReach: true, withTotalCount: false };
    const page: Page<EffectiveRow> = await reader.effectiveAccess(query, scope);
    rows.push(...page.rows);
    const { unmatched: _, ...told } = page.completeness;
    evidence.addPage(told);
    if (!page.hasNextPage || page.endCursor === undefined || page.endCursor === after) return rows;
    after = page.endCursor;
  }
}

/** Each role once, however often it is granted. One whose permission set has no name that is known cannot be compared. */
async function rolesOf(
  reader: Reader,
  rows: readonly EffectiveRow[],
  { names }: Freshness,
  evidence: WalkEvidence,
  scope: ReadScope,
): Promise<readonly Granted[]> {
  const arns = [
    ...new Set(rows.flatMap(({ grant }) => (isEntitlement(grant) ? [] : [grant.permissionSetArn]))),
  ];
  const found = await reader.permissionSets(arns, names, scope);
  evidence.addAll(found);
  const nameOf = new Map(arns.map((arn, n) => [arn, found[n]?.facts?.name ?? undefined]));
  const granted = new Map<string, Granted>();
  for (const { grant } of rows) {
    const permissionSetArn = isEntitlement(grant) ? undefined : grant.permissionSetArn;
    const roleName =
      'roleArn' in grant ? grant.roleArn.replace(/^.*\//, '') : nameOf.get(grant.permissionSetArn);
    if (roleName === undefined) continue;
    const one = { accountId: grant.accountId, roleName, permissionSetArn };
    granted.set(`${permissionSetArn === undefined} ${keyOf(one)}`, one);
  }
  return [...granted.values()];
}

interface Circumstances {
  readonly isDisabled: boolean;
  readonly stateOf: ReadonlyMap<string, string | null | undefined>;
  /** ARNs by account, where they could be read. */
  readonly provisioned: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What may keep the portal from showing a role, of the accounts in which one is missing. */
async function circumstancesOf(
  reader: Reader,
  userId: string,
  missing: readonly Granted[],
  { names }: Freshness,
  evidence: WalkEvidence,
  scope: ReadScope,
): Promise<Circumstances> {
  const accountIds = [...new Set(missing.map(({ accountId }) => accountId))];
  const given = missing.filter(({ permissionSetArn }) => permissionSetArn !== undefined);
  const [users, accounts] = await Promise.all([
    reader.principals([{ principalType: 'USER', principalId: userId }], names, scope),
    reader.accounts(accountIds, names, scope),
  ]);
  evidence.addAll([...users, ...accounts]);
  const provisioned = new Map<string, ReadonlySet<string>>();
  for (const accountId of new Set(given.map((one) => one.accountId))) {
    const list = { first: 1_000, maxAgeMs: 0, withTotalCount: false };
    const page = await reader.listProvisionedTo(accountId, list, scope);
    evidence.addPage(page.completeness);
    if (page.completeness.complete && !page.hasNextPage) provisioned.set(accountId, new Set(page.rows));
  }
  return {
    isDisabled: users[0]?.facts?.enabled === false,
    stateOf: new Map(accountIds.map((id, n) => [id, accounts[n]?.facts?.state])),
    provisioned,
  };
}

function reasonsOf(
  { accountId, permissionSetArn }: Granted,
  { isDisabled, stateOf, provisioned }: Circumstances,
): readonly PortalDifferenceReason[] {
  const reasons: PortalDifferenceReason[] = [];
  if (permissionSetArn === undefined) reasons.push('ENTITLEMENT_ONLY');
  if (isDisabled) reasons.push('USER_DISABLED');
  const state = stateOf.get(accountId);
  if (state && state !== 'ACTIVE') reasons.push('ACCOUNT_NOT_ACTIVE');
  const there = provisioned.get(accountId);
  if (permissionSetArn !== undefined && there && !there.has(permissionSetArn))
    reasons.push('NOT_PROVISIONED_YET');
  // AWS does not say when somebody signed in, nor since when they hold something.
  return reasons.length > 0 ? reasons : ['SIGNED_IN_BEFORE_THE_GRANT', 'UNKNOWN'];
}
