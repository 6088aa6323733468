import { useEffect } from 'preact/hooks';
import { access } from '../access/token.ts';
import { Store } from '../store.ts';

export interface Recent {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
}

const key = 'identity-center-gateway.recent';
const most = 8;

/** What this tab looked at last. It ends with the tab: names are not left behind on somebody's machine. */
export const recent = new Store<readonly Recent[]>(stored());

// What one viewer looked at is not another's.
access.subscribe(() => {
  recent.set([]);
  sessionStorage.removeItem(key);
});

/** Remembers what a view shows, as soon as it is known. */
export function useRemembered(looked: Recent | undefined): void {
  useEffect(() => {
    if (looked) remember(looked);
  }, [looked?.path, looked?.name]);
}

function remember(looked: Recent): void {
  const others = recent.value.filter(({ path }) => path !== looked.path);
  recent.set([looked, ...others].slice(0, most));
  sessionStorage.setItem(key, JSON.stringify(recent.value));
}

function stored(): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}
