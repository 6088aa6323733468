import type { JSX } from 'preact';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { usePages } from '../graphql/pages.ts';
import { completenessParts } from '../graphql/trust.ts';
import { GroupLink } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
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
  const variables = { instanceArn: useInstanceArn() };
  const list = usePages({
    what: 'groups',
    document: groupsQuery,
    variables,
    list: ({ principals }) => principals,
  });
  const groups = { ...list, rows: list.rows.filter((row): row is GroupNode => 'description' in row) };
  return (
    <>
      <Title
        text="All groups"
        question={{ document: groupsQuery, variables }}
        file={{ list: 'groups', args: variables }}
      />
      <Listing
        what="groups"
        units={['group', 'groups']}
        caption="Groups"
        list={groups}
        columns={columns}
        idOf={({ principalId }) => principalId}
        textsOf={({ displayName, description, principalId }) => [displayName, description, principalId]}
        nothing="The identity store has no groups."
      />
    </>
  );
}
