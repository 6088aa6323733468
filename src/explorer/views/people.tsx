import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useInstanceArn } from '../frame/me.ts';
import { useParam } from '../frame/location.ts';
import { Title } from '../frame/title.tsx';
import { graphql } from '../graphql/document.ts';
import { usePages } from '../graphql/pages.ts';
import { completenessParts } from '../graphql/trust.ts';
import { FilterBar, FilterField, hasWords } from '../parts/filter.tsx';
import { Mark, PersonLink } from '../parts/links.tsx';
import { StandIn } from '../parts/states.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { count } from '../parts/words.ts';
import { Person } from './person/person.tsx';
import type { ViewProps } from './views.ts';

const peopleQuery = graphql(
  `
    query People($after: String, $maxAge: Duration, $instanceArn: String) {
      principals(
        filter: { type: USER }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          principalId
          ... on User {
            userName
            displayName
            email
            enabled
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);

export default function People({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllPeople /> : <Person id={id} />;
}

interface Listed {
  readonly principalId: string;
  readonly userName?: string | null;
  readonly displayName?: string | null;
  readonly email?: string | null;
  readonly enabled?: boolean | null;
}

const columns: readonly Column<Listed>[] = [
  {
    name: 'Name',
    key: (person) => person.displayName ?? person.userName ?? person.principalId,
    cell: (person) => (
      <>
        <PersonLink id={person.principalId}>
          {person.displayName ?? person.userName ?? person.principalId}
        </PersonLink>
        {person.enabled === false && <Mark kind="alarm">disabled</Mark>}
      </>
    ),
  },
  { name: 'User name', key: (person) => person.userName ?? '', cell: (person) => person.userName },
  { name: 'E-mail', key: (person) => person.email ?? '', cell: (person) => person.email, isExtra: true },
  { name: 'Id', cell: (person) => <code>{person.principalId}</code>, isExtra: true },
];

function AllPeople(): JSX.Element {
  const variables = { instanceArn: useInstanceArn() };
  const { rows, ...state } = usePages({
    what: 'people',
    document: peopleQuery,
    variables,
    list: ({ principals }) => principals,
  });
  const [filter] = useParam('filter');
  const shown = useMemo(
    () =>
      (rows as readonly Listed[]).filter((person) =>
        hasWords(filter, [person.displayName, person.userName, person.email, person.principalId]),
      ),
    [rows, filter],
  );
  return (
    <>
      <Title text="Everybody in the identity store" question={{ document: peopleQuery, variables }} />
      <FilterBar>
        <FilterField label="Filter by name, e-mail or id" />
        <span>
          {filter === ''
            ? count(rows.length, 'person', 'people')
            : `${count(shown.length, 'person', 'people')} of ${rows.length}`}
        </span>
      </FilterBar>
      {shown.length > 0 ? (
        <Table caption="People" rows={shown} columns={columns} idOf={(person) => person.principalId} />
      ) : (
        <StandIn
          what="people"
          {...state}
          nothing={filter === '' ? 'The identity store has no people.' : 'Nobody is called so.'}
        />
      )}
    </>
  );
}
