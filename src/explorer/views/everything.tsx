import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { setParams, useParam } from '../frame/location.ts';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { readings, useQuery } from '../graphql/answers.ts';
import { AccountLink, AccountState, GroupLink, Mark, OuLink, PersonLink, SetLink } from '../parts/links.tsx';
import { type LongColumn, LongTable } from '../parts/long-table.tsx';
import { StandIn } from '../parts/states.tsx';
import { count, digits } from '../parts/words.ts';
import { useStore } from '../store.ts';
import { Facets } from './everything/facets.tsx';
import {
  type Chosen,
  type Dimension,
  dimensions,
  filterOf,
  phrases,
  useChosen,
} from './everything/filter.ts';
import { Growing, mostRows } from './everything/growing.ts';
import { assignmentsQuery, peopleQuery, planQuery } from './everything/questions.ts';
import { orderBy, type Row } from './everything/rows.ts';
import '../style/everything.css';

type Shown = 'assignments' | 'people';

interface TextColumn extends LongColumn<Row> {
  readonly text: (row: Row) => string;
}

const holder: TextColumn = {
  name: 'Held by',
  share: 3,
  text: ({ principal }) => principal.name,
  cell: ({ principal: { id, type: kind, name, state } }) => (
    <>
      {kind === 'USER' ? <PersonLink id={id}>{name}</PersonLink> : <GroupLink id={id}>{name}</GroupLink>}
      {state !== undefined && <Mark kind="alarm">{state}</Mark>}
    </>
  ),
};

const type: TextColumn = {
  name: 'Type',
  share: 1,
  isExtra: true,
  text: ({ principal }) => principal.type,
  cell: ({ principal }) => <span class="soft">{principal.type.toLowerCase()}</span>,
};

const rest: readonly TextColumn[] = [
  {
    name: 'Permission set',
    share: 3,
    text: ({ held }) => held.name,
    cell: ({ held: { arn, name } }) =>
      arn === undefined ? `${name} (IAM role)` : <SetLink arn={arn}>{name}</SetLink>,
  },
  {
    name: 'Account',
    share: 3,
    text: ({ account }) => account.name,
    cell: ({ account: { id, name, state } }) => (
      <>
        <AccountLink id={id}>{name}</AccountLink>
        <AccountState state={state} />
      </>
    ),
  },
  {
    name: 'Account id',
    share: 2,
    isExtra: true,
    text: ({ account }) => account.id,
    cell: ({ account }) => <code>{account.id}</code>,
  },
  {
    name: 'OU',
    share: 2,
    isExtra: true,
    text: ({ account }) => account.ou?.name ?? '',
    cell: ({ account: { ou } }) => ou && <OuLink id={ou.id}>{ou.name}</OuLink>,
  },
];

const columnsOf: Readonly<Record<Shown, readonly TextColumn[]>> = {
  assignments: [holder, type, ...rest],
  people: [
    { ...holder, name: 'Person' },
    {
      name: 'How',
      share: 2,
      text: ({ via }) => via?.name ?? '',
      cell: ({ via }) =>
        via ? (
          <>
            through <GroupLink id={via.id}>{via.name}</GroupLink>
          </>
        ) : (
          'directly'
        ),
    },
    ...rest,
  ],
};

/** One table over all assignments, or all people with each way in. */
export default function Everything(): JSX.Element {
  const instanceArn = useInstanceArn();
  const chosen = useChosen();
  const [show] = useParam('show');
  const shown: Shown = show === 'people' ? 'people' : 'assignments';
  const filter = useMemo(() => filterOf(chosen), [chosen]);
  const { growing, version } = useGrowing(shown, filter, instanceArn);
  const plan = useQuery({
    what: 'what it takes',
    document: planQuery,
    variables: { filter: {}, instanceArn },
  });
  const isFree = growing.isDone || plan.data?.explainAssignments?.calls === 0;
  const columns = columnsOf[shown];
  const [order, setOrder] = useParam('sort');
  const numbers = useOrder(growing, columns, order, version);
  const { rows } = growing;
  const variables = { filter, instanceArn };
  const document = shown === 'people' ? peopleQuery : assignmentsQuery;
  return (
    <>
      <Title
        text={shown === 'people' ? 'Everybody who can enter an account, and how' : 'Every assignment'}
        question={{ document, variables }}
        file={{ list: shown, args: variables }}
      />
      <Sentence shown={shown} chosen={chosen} rows={rows} />
      <div class="everything">
        <Facets chosen={chosen} instanceArn={instanceArn} isFree={isFree} />
        <div class="everything-rows">
          <State growing={growing} shown={shown} isSorted={numbers !== undefined} />
          {rows.length > 0 ? (
            <LongTable
              caption={shown === 'people' ? 'People and how they get in' : 'Assignments'}
              columns={columns}
              count={rows.length}
              rowAt={(n) => rows[numbers?.[n] ?? n]}
              order={order}
              setOrder={setOrder}
            />
          ) : (
            <StandIn
              what={shown}
              isReading={growing.isReading}
              isUnreachable={growing.isUnreachable}
              errors={growing.errors}
              nothing={growing.isComplete ? 'Nobody holds this.' : 'Nobody that could be read.'}
            />
          )}
        </div>
      </div>
    </>
  );
}

function useGrowing(what: Shown, filter: object, instanceArn: string | null) {
  const again = useStore(readings);
  const [first] = useState(again);
  const [version, setVersion] = useState(0);
  const growing = useMemo(
    () =>
      new Growing({ what, filter, instanceArn, isAfresh: again !== first }, () =>
        setVersion((now) => now + 1),
      ),
    [what, filter, instanceArn, again],
  );
  useEffect(() => {
    growing.goOn();
    return () => growing.close();
  }, [growing]);
  return { growing, version };
}

/** Sorted anew when a tenth more rows have come, and once all are there: what is sorted is what was read. */
function useOrder(
  { rows, isReading }: Growing,
  columns: readonly TextColumn[],
  order: string,
  version: number,
): Uint32Array | undefined {
  const column = columns.find(({ name }) => name === order.replace(/^-/, ''));
  const step = isReading ? Math.floor(Math.log(Math.max(1, rows.length)) / Math.log(1.1)) : version;
  const sorted = useMemo(
    () => column && orderBy(rows, column.text, order.startsWith('-')),
    [rows, column, order, step],
  );
  // What came since then stands behind the others, as it came.
  return sorted;
}

interface SentenceProps {
  readonly shown: Shown;
  readonly chosen: Chosen;
  readonly rows: readonly Row[];
}

/** What is shown, as chips that read as one sentence. */
function Sentence({ shown, chosen, rows }: SentenceProps): JSX.Element {
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

interface StateProps {
  readonly growing: Growing;
  readonly shown: Shown;
  readonly isSorted: boolean;
}

/** How far it is; and, while not all is there, that what is sorted is only what was read. */
function State({ growing, shown, isSorted }: StateProps): JSX.Element {
  const { rows, progress, isReading, isDone } = growing;
  const [one, many] = shown === 'people' ? ['way in', 'ways in'] : ['assignment', 'assignments'];
  const share =
    progress?.callsTotal && progress.callsTotal > 0 ? progress.callsDone / progress.callsTotal : undefined;
  const isCut = rows.length >= mostRows && !isDone;
  return (
    <div class="growth">
      <p role="status">
        <strong>{count(rows.length, one ?? '', many)}</strong>
        {!isDone && ' so far'}
        {isReading &&
          progress &&
          ` · ${digits(progress.callsDone)}${progress.callsTotal === null ? '' : ` of ${digits(progress.callsTotal)}`} calls to AWS`}
        {isReading &&
          progress?.secondsLeft !== null &&
          progress?.secondsLeft !== undefined &&
          ` · about ${count(Math.ceil(progress.secondsLeft), 'second')} left`}
        {isSorted && !isDone && ` · sorted among what was read`}
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
