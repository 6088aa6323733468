import type { JSX } from 'preact';
import '../style/changes.css';
import { setParams, useParam } from '../frame/location.ts';
import type { Rows } from '../graphql/pages.ts';
import { Listing } from '../parts/listing.tsx';
import type { Column, TableProps } from '../parts/table.tsx';
import { count, date } from '../parts/words.ts';
import type { Kind, Line } from './change.tsx';
import { Days } from './days.tsx';
import { dayOf, type Period } from './period.ts';
import { PeriodField } from './period-field.tsx';

const signs: Readonly<Record<Kind, readonly [sign: string, word: string]>> = {
  ADDED: ['+', 'added'],
  REMOVED: ['−', 'removed'],
  CHANGED: ['~', 'changed'],
};

const columns: readonly Column<Line>[] = [
  {
    name: 'Change',
    key: ({ kind }) => kind,
    cell: ({ kind }) => (
      <span class={`change ${kind.toLowerCase()}`}>
        <span aria-hidden="true">{signs[kind][0]}</span> {signs[kind][1]}
      </span>
    ),
    isNarrow: true,
  },
  { name: 'Of', key: ({ name }) => name, cell: ({ subject }) => subject },
  { name: 'What', key: ({ texts }) => texts.join(' '), cell: ({ what }) => what },
  {
    name: 'When',
    key: ({ firstReadAfter }) => firstReadAfter,
    cell: (line) => <Between {...line} />,
    isExtra: true,
  },
];

/** Two reads date a change: it came between them, and nothing sharper is known. */
function Between({ lastReadBefore, firstReadAfter }: Line): JSX.Element {
  const [before, after] = [date(lastReadBefore), date(firstReadAfter)];
  const isOneDay = before.slice(0, 10) === after.slice(0, 10);
  return (
    <span title={`Not seen by the read of ${before}, seen by the read of ${after}`}>
      {before} – {isOneDay ? after.slice(11) : after}
    </span>
  );
}

const groupings = [
  { id: '', label: 'Day', of: ({ firstReadAfter }: Line) => dayOf(firstReadAfter) },
  { id: 'subject', label: 'Person or thing', of: ({ name }: Line) => name },
  { id: 'account', label: 'Account', of: ({ account }: Line) => account ?? 'No account' },
] as const;

export interface ChangeListProps {
  readonly caption: string;
  readonly period: Period;
  readonly list: Rows<Line>;
}

/** What changed in a period, like a diff: a sign for each line, grouped by day, by whom, or by account. */
export function ChangeList({ caption, period, list }: ChangeListProps): JSX.Element {
  const [by] = useParam('by');
  const grouping = groupings.find(({ id }) => id === by) ?? groupings[0];
  const group: TableProps<Line>['group'] = {
    of: grouping.of,
    line: (lines) => (
      <>
        {lines[0] && grouping.of(lines[0])}
        <span class="soft"> · {count(lines.length, 'change')}</span>
      </>
    ),
  };
  return (
    <>
      <PeriodField period={period} />
      <Days period={period} lines={list.rows} />
      <Listing
        what="what changed"
        units={['change', 'changes']}
        caption={caption}
        list={list}
        columns={columns}
        group={group}
        textsOf={({ name, texts, kind }) => [name, ...texts, signs[kind][1]]}
        nothing={`Nothing changed ${period.words}.`}
        nothingRead={{
          title: 'No change is known',
          words: `What was read shows none. Changes are told from the first read of a thing on: the bar below says of what none was made before.`,
        }}
      >
        <label class="by">
          Grouped by{' '}
          <select
            value={grouping.id}
            onChange={({ currentTarget }) => setParams({ by: currentTarget.value })}
          >
            {groupings.map(({ id, label }) => (
              <option key={id} value={id}>
                {label.toLowerCase()}
              </option>
            ))}
          </select>
        </label>
      </Listing>
    </>
  );
}
