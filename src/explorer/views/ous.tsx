import type { JSX } from 'preact';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { OuLink } from '../parts/links.tsx';
import { ListView } from '../parts/list-view.tsx';
import { OuPath, ouPathParts, ouPathText } from '../parts/ou-path.tsx';
import type { Column } from '../parts/table.tsx';
import { Ou } from './ou/ou.tsx';
import type { ViewProps } from './view.ts';

const ousQuery = graphql(
  `
    query OrganizationalUnits($after: String, $maxAge: Duration, $instanceArn: String) {
      targets(
        filter: { type: AWS_OU }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          targetId
          name
          ... on OrganizationalUnit {
            parent {
              ...OuPathParts
            }
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
  [ouPathParts, completenessParts],
);

type Node = NonNullable<ResultOf<typeof ousQuery>['targets']>['nodes'][number];
type OuNode = Extract<Node, { parent: unknown }>;

export default function Ous({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllOus /> : <Ou id={id} />;
}

const nameOf = ({ name, targetId }: OuNode) => name ?? targetId;

const columns: readonly Column<OuNode>[] = [
  { name: 'Name', key: nameOf, cell: (ou) => <OuLink id={ou.targetId}>{nameOf(ou)}</OuLink> },
  { name: 'In', key: ({ parent }) => ouPathText(parent), cell: ({ parent }) => <OuPath ou={parent} /> },
  { name: 'Id', cell: ({ targetId }) => <code>{targetId}</code>, isExtra: true },
];

function AllOus(): JSX.Element {
  return (
    <ListView
      title="All organizational units"
      document={ousQuery}
      list={({ targets }) => targets}
      isRow={(row): row is OuNode => 'parent' in row}
      file="ous"
      what="OUs"
      units={['OU', 'OUs']}
      caption="Organizational units"
      columns={columns}
      textsOf={({ name, targetId, parent }) => [name, targetId, ouPathText(parent)]}
      nothing="The organization has no OUs."
    />
  );
}
