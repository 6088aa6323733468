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

/** Does a row have every word of the filter in one of its texts? */
export function hasWords(filter: string, texts: readonly (string | null | undefined)[]): boolean {
  const whole = texts.join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
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
