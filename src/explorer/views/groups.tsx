import type { JSX } from 'preact';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { GroupLink } from '../parts/links.tsx';
import { ListView } from '../parts/list-view.tsx';
import type { Column } from '../parts/table.tsx';
import { Group } from './group/group.tsx';
import type { ViewProps } from './view.ts';

const groupsQuery = graphql(
  `
    query Groups($after: String, $maxAge: Duration, $instanceArn: String) {
      principals(
        filter: { type: GROUP }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          principalId
          ... on Group {
            displayName
            description
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

type Node = NonNullable<ResultOf<typeof groupsQuery>['principals']>['nodes'][number];
type GroupNode = Extract<Node, { description: unknown }>;

export default function Groups({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllGroups /> : <Group id={id} />;
}

const nameOf = ({ displayName, principalId }: GroupNode) => displayName ?? principalId;

const columns: readonly Column<GroupNode>[] = [
  {
    name: 'Name',
    key: nameOf,
    cell: (group) => <GroupLink id={group.principalId}>{nameOf(group)}</GroupLink>,
  },
  { name: 'Description', cell: ({ description }) => description },
  { name: 'Id', cell: ({ principalId }) => <code>{principalId}</code>, isExtra: true },
];

function AllGroups(): JSX.Element {
  return (
    <ListView
      title="All groups"
      document={groupsQuery}
      list={({ principals }) => principals}
      isRow={(row): row is GroupNode => 'description' in row}
      file="groups"
      what="groups"
      units={['group', 'groups']}
      caption="Groups"
      columns={columns}
      textsOf={({ displayName, description, principalId }) => [displayName, description, principalId]}
      nothing="The identity store has no groups."
    />
  );
}
