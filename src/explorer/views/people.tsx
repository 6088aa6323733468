import type { JSX } from 'preact';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { ListView } from '../parts/list-view.tsx';
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
  return (
    <ListView
      title="Everybody in the identity store"
      document={peopleQuery}
      list={({ principals }) => principals}
      isRow={(row): row is User => 'userName' in row}
      file="users"
      what="people"
      units={['person', 'people']}
      caption="People"
      columns={columns}
      textsOf={({ displayName, userName, email, principalId }) => [displayName, userName, email, principalId]}
      nothing="The identity store has no people."
    />
  );
}
