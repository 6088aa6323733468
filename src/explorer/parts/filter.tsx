import type { ComponentChildren, JSX } from 'preact';
import { useParam } from '../frame/location.ts';

/** Narrows the rows of a view by what is typed; in the address, as everything that changes what is shown. */
export function FilterField({ label }: { label: string }): JSX.Element {
  const [text, setText] = useParam('filter');
  return (
    <input
      class="filter"
      type="search"
      value={text}
      placeholder={label}
      aria-label={label}
      onInput={(event) => setText(event.currentTarget.value)}
    />
  );
}

/** Of a filter. */
export function wordsOf(filter: string): readonly string[] {
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Does a text have every word? It is in lower case, as they are. */
export function hasAll(words: readonly string[], text: string): boolean {
  return words.every((word) => text.includes(word));
}

/** One condition more, on or off. */
export function Chip({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  const [value, setValue] = useParam(name);
  return (
    <button class="chip" aria-pressed={value !== ''} onClick={() => setValue(value === '' ? '1' : '')}>
      {children}
    </button>
  );
}

/** What a view filters with, and how much of it is shown. */
export function FilterBar({ children }: { children: ComponentChildren }): JSX.Element {
  return <div class="filters">{children}</div>;
}
