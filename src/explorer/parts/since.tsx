import type { JSX } from 'preact';
import { date } from './words.ts';

export interface HeldProps {
  readonly held: { readonly firstSeen: string; readonly lastAbsent: string | null } | undefined;
}

/** Since when something is known to be held; AWS itself does not say. */
export function Since({ held }: HeldProps): JSX.Element | null {
  if (!held) return null;
  const { firstSeen, lastAbsent } = held;
  return lastAbsent === null ? (
    <span
      class="soft"
      title={`The first read that is kept, at ${date(firstSeen)}, showed it: it is as old or older`}
    >
      ≤ {date(firstSeen)}
    </span>
  ) : (
    <span title={`Between ${date(lastAbsent)}, when it was not there, and ${date(firstSeen)}`}>
      {date(firstSeen)}
    </span>
  );
}
