import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { setParams, useParam } from '../frame/location.ts';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { readings, useQuery } from '../graphql/answers.ts';
import { usePages } from '../graphql/pages.ts';
import { FilterBar, hasAll, wordsOf } from '../parts/filter.tsx';
import { StandIn } from '../parts/states.tsx';
import { useStore } from '../store.ts';
import { Cells, type Measure } from './matrix/cells.ts';
import { Grid, type Zoom } from './matrix/grid.tsx';
import { columnsOf, type Row, rowsOf, stepLabels } from './matrix/layout.ts';
import { accountsQuery, cellsQuery, setsQuery, unitsQuery } from './matrix/questions.ts';
import '../style/matrix.css';

/** Accounts by OU, down, and permission sets by use, across: how many people a cell lets in. */
export default function Matrix(): JSX.Element {
  const instanceArn = useInstanceArn();
  const variables = { instanceArn };
  const { rows: accounts, ...state } = usePages({
    what: 'accounts',
    document: accountsQuery,
    variables,
    list: ({ targets }) => targets,
  });
  const { rows: units } = usePages({
    what: 'OUs',
    document: unitsQuery,
    variables,
    list: ({ targets }) => targets,
  });
  const { rows: sets } = usePages({
    what: 'permission sets',
    document: setsQuery,
    variables,
    list: ({ permissionSets }) => permissionSets,
  });
  const use = useUse(instanceArn);
  const [measured] = useParam('count');
  const measure: Measure = measured === 'assignments' ? 'assignments' : 'people';
  const [filter] = useParam('filter');
  const [shut] = useParam('closed');
  const closed = useMemo(() => new Set(shut.split(',').filter(Boolean)), [shut]);
  const columns = useMemo(() => columnsOf(sets, use), [sets, use]);
  const rows = useMemo(() => {
    const words = wordsOf(filter);
    const isShown = ({ name, targetId }: (typeof accounts)[number]) =>
      hasAll(words, `${name}\n${targetId}`.toLowerCase());
    const all = rowsOf(accounts.filter(isShown), units, (id) => closed.has(id));
    return words.length === 0 ? all : all.filter(({ accounts: number }) => number > 0);
  }, [accounts, units, filter, closed]);
  const { cells, version } = useCells(measure, instanceArn);
  const [zoomed] = useParam('zoom');
  const zoom: Zoom = zoomed === 'small' || zoomed === 'fit' ? zoomed : 'usual';

  const toggle = (row: Row) => {
    if (row.kind !== 'ou') return;
    const next = new Set(closed);
    if (!next.delete(row.id)) next.add(row.id);
    setParams({ closed: [...next].join(',') });
  };

  return (
    <>
      <Title
        text={
          measure === 'people' ? 'How many people can enter what' : 'How many assignments there are of what'
        }
        question={{
          document: cellsQuery,
          variables: {
            groupBy: ['ACCOUNT', 'PERMISSION_SET'],
            withEmpty: true,
            people: measure === 'people',
            instanceArn,
          },
        }}
        file={{ list: 'counts', args: variables }}
      />
      <Controls measure={measure} zoom={zoom} units={units.map(({ targetId }) => targetId)} filter={filter} />
      {rows.length > 0 && columns.length > 0 ? (
        <Grid {...{ rows, columns, cells, version, measure, zoom, toggle }} />
      ) : (
        <StandIn
          what="accounts and permission sets"
          {...state}
          nothing={
            filter === '' ? 'There are no accounts, or no permission sets.' : 'No account is called so.'
          }
        />
      )}
      <Legend measure={measure} />
    </>
  );
}

/** By how much each permission set is used, once that is known: then the most used come first. */
function useUse(instanceArn: string | null): ReadonlyMap<string, number> {
  const { data } = useQuery({
    what: 'what is used most',
    document: cellsQuery,
    variables: { groupBy: ['PERMISSION_SET'], withEmpty: false, people: false, instanceArn },
  });
  const counts = data?.assignmentCounts?.counts;
  return useMemo(
    () => new Map(counts?.map(({ permissionSet, assignments }) => [permissionSet?.arn ?? '', assignments])),
    [counts],
  );
}

function useCells(measure: Measure, instanceArn: string | null): { cells: Cells; version: number } {
  const again = useStore(readings);
  const [first] = useState(again);
  const [version, setVersion] = useState(0);
  const cells = useMemo(
    () => new Cells({ measure, instanceArn, isAfresh: again !== first }, () => setVersion((now) => now + 1)),
    [measure, instanceArn, again],
  );
  useEffect(() => () => cells.close(), [cells]);
  return { cells, version };
}

interface ControlsProps {
  readonly measure: Measure;
  readonly zoom: Zoom;
  readonly units: readonly string[];
  readonly filter: string;
}

const zooms = [
  ['usual', 'Usual'],
  ['small', 'Small'],
  ['fit', 'Fit'],
] as const;

function Controls({ measure, zoom, units, filter }: ControlsProps): JSX.Element {
  const [closed] = useParam('closed');
  return (
    <FilterBar>
      <input
        class="filter"
        type="search"
        value={filter}
        placeholder="Accounts called …"
        aria-label="Show accounts by name or id"
        onInput={(event) => setParams({ filter: event.currentTarget.value })}
      />
      <span class="choice" role="group" aria-label="Count">
        <Choice name="count" value="" isChosen={measure === 'people'}>
          People
        </Choice>
        <Choice name="count" value="assignments" isChosen={measure === 'assignments'}>
          Assignments
        </Choice>
      </span>
      <span class="choice" role="group" aria-label="Size of cells">
        {zooms.map(([value, label]) => (
          <Choice key={value} name="zoom" value={value === 'usual' ? '' : value} isChosen={zoom === value}>
            {label}
          </Choice>
        ))}
      </span>
      <button onClick={() => setParams({ closed: closed === '' ? units.join(',') : '' })}>
        {closed === '' ? 'Close all OUs' : 'Open all OUs'}
      </button>
    </FilterBar>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly isChosen: boolean;
  readonly children: string;
}

function Choice({ name, value, isChosen, children }: ChoiceProps): JSX.Element {
  return (
    <button aria-pressed={isChosen} onClick={() => setParams({ [name]: value })}>
      {children}
    </button>
  );
}

function Legend({ measure }: { measure: Measure }): JSX.Element {
  return (
    <ul class="legend" aria-label={`What a cell shows: ${measure}`}>
      {stepLabels.map((label, n) => (
        <li key={label}>
          <span class={`key step-${n + 1}`} /> {label}
        </li>
      ))}
      <li>
        <span class="key dot" /> provisioned, nobody
      </li>
      <li>
        <span class="key" /> not provisioned
      </li>
      <li>
        <span class="key unread" /> not read
      </li>
    </ul>
  );
}
