import { accountsOfExtent } from '../../mirror/coverage.ts';
import type { AssignmentRow, PrincipalId } from '../../mirror/rows.ts';
import { isInOrganization } from '../from-aws.ts';
import type { Extent } from '../reads.ts';
import type { Witness } from './absence.ts';
import { account } from './organization.ts';
import { collect, covered, ifEnabled, options, orKeptBack, unlessGone, type Source } from './source.ts';

/** The coverage key of an account's provisioned permission sets. */
export function provisionedKey(accountId: string): string {
  return `provisioned/account/${accountId}`;
}

/** sso-admin:ListPermissionSetsProvisionedToAccount. An account that is not there has none. */
export function provisionedToAccount(source: Source, accountId: string): Extent {
  const { aws, mirror, instance } = source;
  return covered(source, provisionedKey(accountId), { accountId }, async (flight, stamp) => {
    const { ssoAdmin } = aws;
    const pages = () =>
      ssoAdmin.listPermissionSetsProvisionedToAccount(instance.instanceArn, accountId, options(flight));
    const witness = accountWitness(source, accountId);
    const arns = await unlessGone(source, flight, witness, () =>
      orKeptBack(source, accountId, () => collect(pages())),
    );
    await mirror.pairs.replaceOfAccount(stamp, accountId, [...new Set(arns)]);
  });
}

/** Organizations tells of the account, or the lists of permission sets do. */
function accountWitness(source: Source, accountId: string): Witness {
  const { mirror } = source;
  const described = async () => {
    const known = (await mirror.accounts.byId([accountId])).get(accountId);
    return known && isInOrganization(known) ? (known.readAt ?? undefined) : undefined;
  };
  return {
    subject: `account ${accountId}`,
    by: 'AWS Organizations or a list of sso-admin',
    namedAt: async () => {
      const pairs = await mirror.pairs.ofAccounts([accountId]);
      const lists = pairs.map(({ permissionSetArn }) => accountsOfExtent(permissionSetArn));
      const listedAt = [...(await mirror.coverage.readAt(lists)).values()];
      return latest(...listedAt, await described());
    },
    extent: account(source, accountId),
    isThere: async () => (await described()) !== undefined,
  };
}

/** A list of the account or of the permission set names the pair. */
function pairWitness(source: Source, accountId: string, permissionSetArn: string): Witness {
  const { mirror } = source;
  const isNamed = async () => {
    const pairs = await mirror.pairs.ofAccounts([accountId]);
    return pairs.some((pair) => pair.permissionSetArn === permissionSetArn);
  };
  return {
    subject: `account ${accountId} or permission set ${permissionSetArn}`,
    by: 'a list of sso-admin',
    namedAt: async () => {
      const lists = [provisionedKey(accountId), accountsOfExtent(permissionSetArn)];
      return (await isNamed()) ? latest(...(await mirror.coverage.readAt(lists)).values()) : undefined;
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
  const about = { accountId, permissionSetArn };
  return {
    key: `pair/${accountId}/${permissionSetArn}`,
    about,
    readAt: async () => {
      const pairs = await mirror.pairs.read([accountId], [permissionSetArn]);
      return pairs.get(`${accountId}/${permissionSetArn}`)?.readAt ?? undefined;
    },
    read: async (flight) => {
      const { ssoAdmin } = aws;
      const pages = () =>
        ssoAdmin.listAccountAssignments(instance.instanceArn, accountId, permissionSetArn, options(flight));
      const witness = pairWitness(source, accountId, permissionSetArn);
      const rows = await unlessGone<PrincipalId>(source, flight, witness, () =>
        orKeptBack(source, accountId, () => collect(pages())),
      );
      await mirror.assignments.replacePair(about, rows, flight.startedAt, source.now());
    },
  };
}

/** The coverage key of what one principal holds. */
export function holdingsKey({ principalType, principalId }: PrincipalId): string {
  return `principal/${principalType}/${principalId}`;
}

/**
 * sso-admin:ListAccountAssignmentsForPrincipal: what a group holds, or a user, directly and through groups;
 * an inherited row names the group. Kept apart from the pairs' rows: it says nothing of a group as a whole.
 * With an account, only what is held there, which is mostly one page.
 */
export function holdings(source: Source, principal: PrincipalId, accountId?: string): Extent {
  const { aws, mirror, instance } = source;
  const { principalType, principalId } = principal;
  const about = { principalId, ...(accountId !== undefined && { accountId }) };
  const everywhere = holdingsKey(principal);
  const extent = accountId === undefined ? everywhere : `${everywhere}/account/${accountId}`;
  return covered(source, extent, about, async (flight, stamp) => {
    const pages = aws.ssoAdmin.listAccountAssignmentsForPrincipal(
      instance.instanceArn,
      principalType,
      principalId,
      { ...options(flight), ...(accountId !== undefined && { accountId }) },
    );
    const rows = await ifEnabled(source, flight, () => collect(pages));
    const items = rows.map((row) => ({
      // Ordered like assignments: account ids, and ARNs of one instance, are of equal length each.
      key: [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' '),
    }));
    await mirror.items.replace(stamp, items);
  });
}

/** What the mirror has of a principal's holdings in one account, from the extent of that account or of all. */
export async function heldIn(
  { mirror }: Source,
  extent: Extent,
  accountId: string,
): Promise<AssignmentRow[]> {
  const rows: AssignmentRow[] = [];
  for (const { key } of await mirror.items.after(extent.key, accountId, Number.MAX_SAFE_INTEGER)) {
    const row = heldRow(key);
    if (row.accountId !== accountId) break;
    rows.push(row);
  }
  return rows;
}

/** A row of a principal's holdings, from its key. */
export function heldRow(key: string): AssignmentRow {
  const [accountId = '', permissionSetArn = '', type = '', principalId = ''] = key.split(' ');
  return { accountId, permissionSetArn, principalType: type === 'USER' ? 'USER' : 'GROUP', principalId };
}
