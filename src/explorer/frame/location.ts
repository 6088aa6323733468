import { Store, useStore } from '../store.ts';

export interface Place {
  /** Without the slash before it, as path parts. */
  readonly parts: readonly string[];
  readonly params: URLSearchParams;
}

function here(): Place {
  const parts = location.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  return { parts, params: new URLSearchParams(location.search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const place = new Store(here());

/** A path of the page: parts are encoded, what is empty is left out, and the instance that was chosen stays so. */
export function href(
  parts: readonly string[],
  params: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams();
  const all = { instance: place.value.params.get('instance') ?? undefined, ...params };
  for (const [name, value] of Object.entries(all))
    if (value !== undefined && value !== '') search.set(name, value);
  const query = search.toString();
  return `/${parts.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`;
}

export function go(to: string, { isReplaced = false } = {}): void {
  if (isReplaced) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  place.set(here());
}

/** A part of what a view shows, such as its filter: in the address, so that the address brings it back. */
export function useParam(name: string): readonly [value: string, set: (value: string) => void] {
  const { params } = useStore(place);
  return [params.get(name) ?? '', (value) => setParams({ [name]: value })];
}

/** Without a step of its own in the history. */
export function setParams(values: Readonly<Record<string, string>>): void {
  const { parts, params } = place.value;
  history.replaceState(null, '', href(parts, { ...Object.fromEntries(params), ...values }));
  place.set(here());
}

/** Links of the page change the view and load nothing. */
export function followLinks(): void {
  addEventListener('popstate', () => place.set(here()));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    // By its attributes, as the links of a drawing have no other members.
    const to = link?.getAttribute('href');
    if (!to?.startsWith('/') || link?.hasAttribute('target')) return;
    event.preventDefault();
    go(to);
  });
}
