import type { ResultOf } from '../../graphql/document.ts';
import { type Ou, ouPathText } from '../../parts/ou-path.tsx';
import type { waysQuery } from './questions.ts';

type Node = NonNullable<ResultOf<typeof waysQuery>['effectiveAccess']>['nodes'][number];

/** One way of a person into one account. */
export interface Way {
  readonly key: string;
  readonly accountId: string;
  readonly account: string | undefined;
  readonly accountState: string | undefined;
  readonly ou: Ou | undefined;
  /** What is held: a permission set, or an IAM role by an entitlement. */
  readonly what: string;
  readonly setArn: string | undefined;
  readonly group: { readonly id: string; readonly name: string } | undefined;
  readonly held:
    | { readonly firstSeen: string; readonly lastAbsent: string | null; readonly lastSeen: string }
    | undefined;
}

export function wayOf({ via, grant }: Node): Way {
  const { target } = grant;
  const account = 'state' in target ? target : undefined;
  const isAssignment = grant.__typename === 'Assignment';
  return {
    key: `${grant.id} ${via?.principalId ?? ''}`,
    accountId: target.targetId,
    account: target.name ?? undefined,
    accountState: account?.state ?? undefined,
    ou: account?.parent ?? undefined,
    what: isAssignment ? (grant.permissionSet.name ?? grant.permissionSet.arn) : grant.roleName,
    setArn: isAssignment ? grant.permissionSet.arn : undefined,
    group: via ? { id: via.principalId, name: via.displayName ?? via.principalId } : undefined,
    held: (isAssignment ? grant.held : undefined) ?? undefined,
  };
}

/** Which ways are shown of all. */
export interface WayFilter {
  readonly words: string;
  readonly isDirect: boolean;
  readonly isAdmin: boolean;
  /** The path of an OU, as text. */
  readonly ou: string;
}

export function isShown(way: Way, { isDirect, isAdmin, ou }: WayFilter): boolean {
  if (isDirect && way.group) return false;
  if (isAdmin && !/admin/i.test(way.what)) return false;
  return ou === '' || `${ouPathText(way.ou)} / `.startsWith(`${ou} / `);
}

/** The OUs that accounts are in or below, each once, in order. */
export function ousIn(ways: readonly Way[]): string[] {
  const paths = ways.flatMap(({ ou }) => {
    const parts = ouPathText(ou).split(' / ');
    return parts.map((_, n) => parts.slice(0, n + 1).join(' / '));
  });
  return [...new Set(paths)].filter((path) => path !== '').toSorted();
}
