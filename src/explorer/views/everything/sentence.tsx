import type { JSX } from 'preact';
import { setParams } from '../../frame/location.ts';
import type { Shown } from './columns.tsx';
import { type Chosen, type Dimension, dimensions, phrases } from './filter.ts';
import type { Row } from './rows.ts';

interface SentenceProps {
  readonly shown: Shown;
  readonly chosen: Chosen;
  readonly rows: readonly Row[];
}

/** What is shown, as chips that read as one sentence. */
export function Sentence({ shown, chosen, rows }: SentenceProps): JSX.Element {
  const nameOf = (dimension: Dimension, value: string): string => {
    const [row] = rows;
    if (dimension === 'account') return (row?.account.id === value ? row.account.name : undefined) ?? value;
    if (dimension === 'set') return row?.held.arn?.endsWith(value) ? row.held.name : value;
    if (dimension === 'ou')
      return rows.find(({ account }) => account.ou?.id === value)?.account.ou?.name ?? value;
    return value;
  };
  return (
    <p class="sentence">
      <span class="choice" role="group" aria-label="Rows are">
        <button aria-pressed={shown === 'assignments'} onClick={() => setParams({ show: '' })}>
          Assignments
        </button>
        <button aria-pressed={shown === 'people'} onClick={() => setParams({ show: 'people' })}>
          People
        </button>
      </span>
      {dimensions.map((dimension) => {
        const value = chosen[dimension];
        if (value === undefined) return null;
        const words = phrases[dimension](nameOf(dimension, value));
        return (
          <button
            key={dimension}
            class="chip"
            aria-label={`Not only ${words}`}
            onClick={() => setParams({ [dimension]: '' })}
          >
            {words} <span aria-hidden="true">×</span>
          </button>
        );
      })}
      {Object.keys(chosen).length === 0 && <span class="soft">of everybody, on every account</span>}
    </p>
  );
}
