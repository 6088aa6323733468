import type { JSX } from 'preact';
import { count, digits } from '../../parts/words.ts';
import type { Shown } from './columns.tsx';
import { type Growing, mostRows } from './growing.ts';

export interface GrowthProps {
  readonly growing: Growing;
  readonly shown: Shown;
  readonly isSorted: boolean;
  /** How many a filter leaves of the rows that were read; undefined without a filter. */
  readonly left: number | undefined;
}

/** How far it is; and, while not all is there, that what is sorted and filtered is only what was read. */
export function Growth({ growing, shown, isSorted, left }: GrowthProps): JSX.Element {
  const { rows, progress, isReading, isDone } = growing;
  const [one, many] = units[shown];
  const share =
    progress?.callsTotal && progress.callsTotal > 0 ? progress.callsDone / progress.callsTotal : undefined;
  const isCut = rows.length >= mostRows && !isDone;
  return (
    <div class="growth">
      <p role="status">
        <strong>
          {left !== undefined && `${digits(left)} of `}
          {count(rows.length, one, many)}
        </strong>
        {!isDone && ' so far'}
        {isReading &&
          progress &&
          ` · ${digits(progress.callsDone)}${progress.callsTotal === null ? '' : ` of ${digits(progress.callsTotal)}`} calls to AWS`}
        {isReading &&
          progress?.secondsLeft !== null &&
          progress?.secondsLeft !== undefined &&
          ` · about ${count(Math.ceil(progress.secondsLeft), 'second')} left`}
        {!isDone && amongRead(isSorted, left !== undefined)}
        {left !== undefined && ' · “As GraphQL”, CSV and XLSX have all of them'}
        {isCut && ` · more than that is in the file: CSV or XLSX above`}
      </p>
      {isReading && <button onClick={() => growing.stop()}>Stop</button>}
      {!isReading && !isDone && !isCut && growing.errors.length === 0 && (
        <button onClick={() => growing.goOn()}>Go on</button>
      )}
      {isReading && (
        <span
          class={share === undefined ? 'growth-line unknown' : 'growth-line'}
          style={{ width: `${Math.round(100 * (share ?? 1))}%` }}
          aria-hidden="true"
        />
      )}
    </div>
  );
}

const units = { people: ['way in', 'ways in'], assignments: ['assignment', 'assignments'] } as const;

function amongRead(isSorted: boolean, isFiltered: boolean): string {
  const done = [isFiltered && 'filtered', isSorted && 'sorted'].filter(Boolean).join(' and ');
  return done === '' ? '' : ` · ${done} among what was read`;
}
