import { principalWord } from '../rows.ts';
import type { ExtentKey } from '../keys.ts';
import { never, type Lack, type State } from './state.ts';

/** A list does not have any more what it had. */
export function noteGone(
  { goneAt }: State,
  { text }: Pick<ExtentKey, 'text'>,
  id: string,
  readAt: number,
): void {
  goneAt.set(`${text} ${id}`, readAt);
}

/** What was gone later was gone by this moment: the clock that told otherwise was set back to it. */
export function dateGoneBy({ goneAt }: State, moment: number): void {
  for (const [what, readAt] of goneAt) if (readAt > moment) goneAt.set(what, moment);
}

/** When that was last; before everything where it never was. */
export function goneAtOf({ goneAt }: State, { text }: Pick<ExtentKey, 'text'>, id = ''): number {
  return goneAt.get(`${text} ${id}`) ?? never;
}

/** What a list says, as it was told last, of what it does not have; undefined where it was never read. */
export function lackOfList(state: State, key: Pick<ExtentKey, 'text'>): (id: string) => Lack | undefined {
  const list = state.extents.get(key.text);
  return (id) => list && { since: Math.max(list.knownSince, goneAtOf(state, key, id)), at: list.readAt };
}

/**
 * That lists lacked what an extent tells of: the account, the permission set, the user or group. It was not there then,
 * and so had nothing.
 */
export function subjectLacked(state: State, { kind, parts, text }: ExtentKey): Lack | undefined {
  const [id = ''] = parts;
  if (kind === 'provisionedToAccount' || kind === 'entitlements') {
    const account = state.accounts.get(id);
    return account?.listed && account.lacked;
  }
  if (kind === 'accountsOfSet' || kind === 'permissionSet') return ofSet(state, id);
  if (kind !== 'list') return undefined;
  const [, side, principalId = ''] = memberships.exec(text) ?? [];
  if (side === undefined) return ofSet(state, details.exec(text)?.[1] ?? '');
  const principalType = side === 'user' ? 'USER' : 'GROUP';
  const principal = state.principals.get(principalWord({ principalType, principalId }));
  return principal?.listed && principal.lacked;
}

/** Of a permission set: its description, and what hangs on it. */
export function isDetail({ kind, text }: ExtentKey): boolean {
  return kind === 'permissionSet' || details.test(text);
}

const memberships = /^memberships\/(user|group)\/(.*)$/;
const details = /^detail\/\w+\/(.*)$/;

function ofSet({ sets }: State, arn: string): Lack | undefined {
  const set = sets.get(arn);
  return set?.isListed ? set.lacked : undefined;
}
