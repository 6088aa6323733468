import type { JSX, TargetedEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Columns } from './columns.tsx';

/** Which columns there are: a box for each, below a button; Esc, or going elsewhere, closes it. */
export function ColumnChooser({ all, shown, choose }: Columns): JSX.Element {
  const details = useRef<HTMLDetailsElement>(null);
  const names = new Set(shown.map(({ name }) => name));

  function close(): void {
    if (details.current) details.current.open = false;
  }

  function press(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !details.current?.open) return;
    event.preventDefault();
    close();
    details.current.querySelector('summary')?.focus();
  }

  function change(name: string, event: TargetedEvent<HTMLInputElement>): void {
    // In the order of the table, whatever was chosen last.
    const isChosen = (one: string) => (one === name ? event.currentTarget.checked : names.has(one));
    choose(new Set(all.map((column) => column.name).filter(isChosen)));
  }

  return (
    <details
      class="columns"
      ref={details}
      onKeyDown={press}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
      }}
    >
      <summary>Columns</summary>
      <fieldset>
        <legend class="unseen">Columns of the table</legend>
        {all.map(({ name }) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={names.has(name)}
              // A table without columns shows nothing.
              disabled={names.size === 1 && names.has(name)}
              onChange={(event) => change(name, event)}
            />
            {name}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
