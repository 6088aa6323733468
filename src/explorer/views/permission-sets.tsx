import type { JSX } from 'preact';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { setIdOf, SetLink } from '../parts/links.tsx';
import { ListView } from '../parts/list-view.tsx';
import type { Column } from '../parts/table.tsx';
import { hours } from '../parts/words.ts';
import { PermissionSet } from './permission-set/permission-set.tsx';
import type { ViewProps } from './view.ts';

const setsQuery = graphql(
  `
    query PermissionSets($after: String, $maxAge: Duration, $instanceArn: String) {
      permissionSets(first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
        nodes {
          arn
          name
          description
          sessionDuration
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

type SetNode = NonNullable<ResultOf<typeof setsQuery>['permissionSets']>['nodes'][number];

export default function PermissionSets({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllSets /> : <PermissionSet id={id} />;
}

const nameOf = ({ name, arn }: SetNode) => name ?? setIdOf(arn);

const columns: readonly Column<SetNode>[] = [
  { name: 'Name', key: nameOf, cell: (set) => <SetLink arn={set.arn}>{nameOf(set)}</SetLink> },
  { name: 'Description', cell: ({ description }) => description },
  {
    name: 'Session',
    key: ({ sessionDuration }) => sessionDuration ?? '',
    cell: ({ sessionDuration }) => hours(sessionDuration),
    isExtra: true,
  },
  { name: 'Id', cell: ({ arn }) => <code>{setIdOf(arn)}</code>, isExtra: true },
];

function AllSets(): JSX.Element {
  return (
    <ListView
      title="All permission sets"
      document={setsQuery}
      list={({ permissionSets }) => permissionSets}
      file="permission-sets"
      what="permission sets"
      units={['permission set', 'permission sets']}
      caption="Permission sets"
      columns={columns}
      textsOf={({ name, description, arn }) => [name, description, arn]}
      nothing="The instance has no permission sets."
    />
  );
}
