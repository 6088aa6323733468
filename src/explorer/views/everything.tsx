import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useParam } from '../frame/location.ts';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { readings, useQuery } from '../graphql/answers.ts';
import { FilterBar, FilterField } from '../parts/filter.tsx';
import { LongTable } from '../parts/long-table.tsx';
import { Empty, StandIn } from '../parts/states.tsx';
import { useStore } from '../store.ts';
import { ColumnChooser } from './everything/column-chooser.tsx';
import { type Shown, type TextColumn, useColumns } from './everything/columns.tsx';
import { Facets } from './everything/facets.tsx';
import { filterOf, useChosen } from './everything/filter.ts';
import { Growing } from './everything/growing.ts';
import { Growth } from './everything/growth.tsx';
import { assignmentsQuery, peopleQuery, planQuery } from './everything/questions.ts';
import { orderBy } from './everything/rows.ts';
import { Sentence } from './everything/sentence.tsx';
import { rowsWith } from './everything/words.ts';
import '../style/everything.css';

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
  const columns = useColumns(shown);
  const [order, setOrder] = useParam('sort');
  const [text] = useParam('filter');
  const numbers = useNumbers(growing, { columns: columns.shown, order, text, version });
  const { rows } = growing;
  const left = numbers?.length ?? rows.length;
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
          <FilterBar>
            <FilterField label="Filter the rows below" />
            <ColumnChooser {...columns} />
          </FilterBar>
          <Growth
            growing={growing}
            shown={shown}
            isSorted={columns.shown.some(({ name }) => name === order.replace(/^-/, ''))}
            left={text.trim() === '' ? undefined : left}
          />
          {left > 0 && (
            <LongTable
              caption={shown === 'people' ? 'People and how they get in' : 'Assignments'}
              columns={columns.shown}
              count={left}
              rowAt={(n) => rows[numbers?.[n] ?? n]}
              order={order}
              setOrder={setOrder}
            />
          )}
          {left === 0 && rows.length > 0 && (
            <Empty title="None of these">The filter leaves nothing of what was read.</Empty>
          )}
          {rows.length === 0 && (
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

interface Arrangement {
  readonly columns: readonly TextColumn[];
  readonly order: string;
  /** Of the filter. */
  readonly text: string;
  readonly version: number;
}

/**
 * The numbers of the rows that the filter leaves, in their order; undefined where that is all, as they came. Done anew
 * when a tenth more rows have come, and once all are there.
 */
function useNumbers(
  { rows, isReading }: Growing,
  { columns, order, text, version }: Arrangement,
): Uint32Array | undefined {
  const column = columns.find(({ name }) => name === order.replace(/^-/, ''));
  const step = isReading ? Math.floor(Math.log(Math.max(1, rows.length)) / Math.log(1.1)) : version;
  const left = useMemo(() => rowsWith(rows, text), [rows, text, step]);
  return useMemo(
    () => (column ? orderBy(rows, left, column.text, order.startsWith('-')) : left),
    [rows, left, column, order, step],
  );
}
