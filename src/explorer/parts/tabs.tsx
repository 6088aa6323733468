import type { JSX } from 'preact';
import { href, place } from '../frame/location.ts';
import { useStore } from '../store.ts';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

/** Which part of a view is shown: the first, unless the address says another. */
export function useTab<Id extends string>(tabs: readonly [Tab<Id>, ...Tab<Id>[]]): Id {
  const { params } = useStore(place);
  return (tabs.find(({ id }) => id === params.get('tab')) ?? tabs[0]).id;
}

/** Links, so that each part has an address and a place in the history. */
export function Tabs<Id extends string>({
  tabs,
  current,
}: {
  tabs: readonly Tab<Id>[];
  current: Id;
}): JSX.Element {
  const { parts } = useStore(place);
  return (
    <nav class="tabs" aria-label="Parts of this view">
      {tabs.map(({ id, label }, n) => (
        <a
          key={id}
          href={href(parts, { tab: n === 0 ? undefined : id })}
          aria-current={id === current ? 'page' : undefined}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
