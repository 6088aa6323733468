import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { href } from '../../frame/location.ts';
import { useInstanceArn } from '../../frame/me.ts';
import { Title } from '../../frame/title.tsx';
import { useQuery } from '../../graphql/answers.ts';
import { type Document, graphql } from '../../graphql/document.ts';
import { type Connection, usePages } from '../../graphql/pages.ts';
import { StandIn, Waiting } from '../../parts/states.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { digits } from '../../parts/words.ts';
import { wordsOf } from './words.ts';
import { type Finding, findingsQuery, type Thing, thingParts } from './questions.ts';
import { ThingLine } from './thing.tsx';

/** All of what one finding counts, by the finding's own query. */
export function AllOf({ type }: { type: string }): JSX.Element {
  const instanceArn = useInstanceArn();
  const { data, ...state } = useQuery({
    what: 'the finding',
    document: findingsQuery,
    variables: { types: [type], instanceArn },
  });
  const [finding] = data?.findings ?? [];
  if (!finding) return <StandIn what="the finding" {...state} nothing={`There is no finding ${type}.`} />;
  return <Listed finding={finding} />;
}

type Listing = Readonly<Record<string, Connection<Thing> | null>>;

const columns: readonly Column<Thing>[] = [
  { name: 'What is found', cell: (thing) => <ThingLine thing={thing} /> },
];

function Listed({ finding }: { finding: Finding }): JSX.Element {
  const { type, title, query } = finding;
  // The gateway gives the query as a text: its answer has the names of the list that it asks for.
  const document = useMemo(() => listingOf(query), [query]);
  const variables = { instanceArn: useInstanceArn() };
  const { rows, totalCount, ...state } = usePages({
    what: 'all of them',
    document,
    variables,
    list: (result: Listing) => Object.values(result)[0],
  });
  const words = wordsOf(type);
  return (
    <>
      <Title
        text={title}
        question={{ document, variables }}
        file={{ list: 'findings', args: { ...variables, types: [type] } }}
      />
      <div class="about">
        {words && <p>{words.meaning}</p>}
        {words && <p>{words.remedy}</p>}
        <p>
          <a href={href(['findings'])}>All findings</a>
        </p>
      </div>
      {rows.length > 0 ? (
        <>
          <p class="soft">
            {digits(rows.length)} of {digits(totalCount ?? rows.length)}
          </p>
          <Table caption={title} rows={rows} columns={columns} />
          {state.isReading && <Waiting what="the rest" />}
        </>
      ) : (
        <StandIn
          what="all of them"
          {...state}
          nothing={state.isComplete ? 'None.' : 'None that could be read.'}
        />
      )}
    </>
  );
}

/** With what is shown of a thing, whatever else the query asks. */
function listingOf(query: string): Document<Listing, object> {
  // The text is only known now: the types say what every finding's query answers.
  const make = graphql as unknown as (
    text: string,
    fragments: readonly object[],
  ) => Document<Listing, object>;
  return make(query.replace('nodes {', 'nodes { ...ThingParts'), [thingParts]);
}
