import type { JSX } from 'preact';
import { setParams } from '../frame/location.ts';
import { type Period, spans } from './period.ts';

/** How far back, by a word or by two days. */
export function PeriodField({ period }: { period: Period }): JSX.Element {
  return (
    <fieldset class="period">
      <legend class="unseen">When</legend>
      {[...spans]
        .toSorted((one, other) => one.days - other.days)
        .map(({ id, label }) => (
          <button
            key={id}
            type="button"
            class="chip"
            aria-pressed={period.span?.id === id}
            onClick={() => setParams({ last: id === spans[0].id ? '' : id, from: '', to: '' })}
          >
            {label}
          </button>
        ))}
      <span class="between">
        <Day
          label="From"
          value={period.from}
          onChange={(from) => setParams({ from, to: period.to, last: '' })}
        />
        <span aria-hidden="true">–</span>
        <Day label="To" value={period.to} onChange={(to) => setParams({ from: period.from, to, last: '' })} />
      </span>
    </fieldset>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

function Day({ label, value, onChange }: DayProps): JSX.Element {
  return (
    <input
      type="date"
      aria-label={label}
      value={value}
      required
      onChange={({ currentTarget }) => currentTarget.value !== '' && onChange(currentTarget.value)}
    />
  );
}
