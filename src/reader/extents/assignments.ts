import { AwsError } from '../../errors.ts';
import {
  accountsOfKey,
  holdingsKey,
  pairKey,
  permissionSetsKey,
  provisionedKey,
  type ExtentKey,
} from '../../mirror/keys.ts';
import { principalKey, principalWord, type AssignmentRow, type PrincipalId } from '../../mirror/rows.ts';
import { isInOrganization } from '../facts/from-aws.ts';
import type { Extent } from '../reads.ts';
import type { Witness } from './absence.ts';
import { account } from './organization.ts';
import { collect, covered, ifEnabled, options, orKeptBack, unlessGone, type Source } from './source.ts';

/** sso-admin:ListPermissionSetsProvisionedToAccount. An account that is not there has none. */
export function provisionedToAccount(source: Source, accountId: string): Extent {
  const { aws, instance } = source;
  return covered(source, provisionedKey(accountId), { accountId }, async (flight) => {
    const { ssoAdmin } = aws;
    const pages = () =>
      ssoAdmin.listPermissionSetsProvisionedToAccount(instance.instanceArn, accountId, options(flight));
    const witness = accountWitness(source, accountId);
    return [
      ...new Set(
        await unlessGone(source, flight, witness, () =>
          orKeptBack(source, accountId, () => collect(pages())),
        ),
      ),
    ];
  });
}

/** Whether Organizations knows the account, or a list of a permission set names it. */
function accountWitness(source: Source, accountId: string): Witness {
  const { mirror } = source;
  const described = () => {
    const known = mirror.accounts.byId([accountId]).get(accountId);
    return known && isInOrganization(known) ? (known.readAt ?? undefined) : undefined;
  };
  return {
    subject: `account ${accountId}`,
    by: 'AWS Organizations or a list of sso-admin',
    key: `account/${accountId}`,
    namedAt: () => {
      const pairs = mirror.pairs.ofAccounts([accountId]);
      const lists = pairs.map((one) => mirror.coverage.readAt(accountsOfKey(one.permissionSetArn)));
      return latest(...lists, described());
    },
    extent: account(source, accountId),
    isThere: () => described() !== undefined,
  };
}

/** A list of the account or of the permission set names the pair, and no later one of all permission sets omits it. */
function pairWitness(source: Source, accountId: string, permissionSetArn: string): Witness {
  const { coverage, pairs, permissionSets } = source.mirror;
  const isNamed = () => pairs.isProvisioned(accountId, permissionSetArn);
  const omittedAt = () =>
    permissionSets.isListed(permissionSetArn) ? undefined : coverage.readAt(permissionSetsKey);
  return {
    subject: `account ${accountId} or permission set ${permissionSetArn}`,
    by: 'a list of sso-admin',
    namedAt: () => {
      if (!isNamed()) return undefined;
      const lists = [provisionedKey(accountId), accountsOfKey(permissionSetArn)];
      const namedAt = latest(...lists.map((list) => coverage.readAt(list)));
      return namedAt !== undefined && namedAt < (omittedAt() ?? 0) ? undefined : namedAt;
    },
    extent: provisionedToAccount(source, accountId),
    isThere: isNamed,
  };
}

function latest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

/** sso-admin:ListAccountAssignments of one account and permission set. */
export function pair(source: Source, accountId: string, permissionSetArn: string): Extent {
  const { aws, mirror, instance } = source;
  const key = pairKey(accountId, permissionSetArn);
  const extent = covered(source, key, { accountId, permissionSetArn }, async (flight) => {
    const { ssoAdmin } = aws;
    const pages = () =>
      ssoAdmin.listAccountAssignments(instance.instanceArn, accountId, permissionSetArn, options(flight));
    const witness = pairWitness(source, accountId, permissionSetArn);
    const members = await unlessGone<PrincipalId>(source, flight, witness, () =>
      orKeptBack(source, accountId, () => collect(pages())),
    );
    return members.map(principalWord);
  });
  return { ...extent, readAt: () => mirror.pairs.readAt(accountId, permissionSetArn) };
}

/**
 * sso-admin:ListAccountAssignmentsForPrincipal: what a group holds, or a user, directly and through groups;
 * an inherited row names the group. Kept apart from the pairs' rows: it says nothing of a group as a whole.
 * With an account, only what is held there, which is mostly one page.
 */
export function holdings(source: Source, principal: PrincipalId, accountId?: string) {
  const { aws, instance } = source;
  const { principalType, principalId } = principal;
  const about = { principalId, ...(accountId !== undefined && { accountId }) };
  return covered(source, holdingsKey(principal, accountId), about, async (flight) => {
    const pages = aws.ssoAdmin.listAccountAssignmentsForPrincipal(
      instance.instanceArn,
      principalType,
      principalId,
      { ...options(flight), ...(accountId !== undefined && { accountId }) },
    );
    const rows = await ifEnabled(source, flight, () => collect(pages)).catch((error: unknown) => {
      if (error instanceof AwsError && error.code === 'NOT_FOUND')
        source.absences.note(principalKey(principal), flight.startedAt);
      throw error;
    });
    return rows.map((row) => ({
      // Ordered like assignments: account ids, and ARNs of one instance, are of equal length each.
      key: [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' '),
    }));
  });
}

/** What the mirror has of a principal's holdings in one account, from the extent of that account or of all. */
export function heldIn({ mirror }: Source, key: ExtentKey<'list'>, accountId: string): AssignmentRow[] {
  const items = mirror.lists.of(key).filter((item) => item.key.startsWith(accountId));
  return items.map((item) => heldRow(item.key));
}

/** A row of a principal's holdings, from its key. */
export function heldRow(key: string): AssignmentRow {
  const [accountId = '', permissionSetArn = '', type = '', principalId = ''] = key.split(' ');
  return { accountId, permissionSetArn, principalType: type === 'USER' ? 'USER' : 'GROUP', principalId };
}
