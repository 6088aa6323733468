import type { JSX } from 'preact';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { usePages } from '../graphql/pages.ts';
import { completenessParts } from '../graphql/trust.ts';
import { Listing } from '../parts/listing.tsx';
import { personColumns, personParts } from '../parts/person.tsx';
import type { Column } from '../parts/table.tsx';
import { Person } from './person/person.tsx';
import type { ViewProps } from './view.ts';

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
          ...PersonParts
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
  [personParts, completenessParts],
);

type Node = NonNullable<ResultOf<typeof peopleQuery>['principals']>['nodes'][number];
type User = Extract<Node, { userName: unknown }>;

export default function People({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllPeople /> : <Person id={id} />;
}

const columns: readonly Column<User>[] = [
  ...personColumns,
  { name: 'Id', cell: ({ principalId }) => <code>{principalId}</code>, isExtra: true },
];

function AllPeople(): JSX.Element {
  const variables = { instanceArn: useInstanceArn() };
  const list = usePages({
    what: 'people',
    document: peopleQuery,
    variables,
    list: ({ principals }) => principals,
  });
  const users = { ...list, rows: list.rows.filter((row): row is User => 'userName' in row) };
  return (
    <>
      <Title
        text="Everybody in the identity store"
        question={{ document: peopleQuery, variables }}
        file={{ list: 'users', args: variables }}
      />
      <Listing
        what="people"
        units={['person', 'people']}
        caption="People"
        list={users}
        columns={columns}
        idOf={({ principalId }) => principalId}
        textsOf={({ displayName, userName, email, principalId }) => [
          displayName,
          userName,
          email,
          principalId,
        ]}
        nothing="The identity store has no people."
      />
    </>
  );
}
