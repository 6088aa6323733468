import type { Way } from '../../holdings/holding.ts';
import { ouPathText } from '../../parts/ou-path.tsx';

/** Which ways are shown of all. */
export interface WayFilter {
  readonly isDirect: boolean;
  readonly isAdmin: boolean;
  /** The path of an OU, as text; empty for any. */
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
