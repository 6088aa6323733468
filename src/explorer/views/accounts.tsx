import type { JSX } from 'preact';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { AccountLink, AccountState, Named } from '../parts/links.tsx';
import { ListView } from '../parts/list-view.tsx';
import { OuPath, ouPathParts, ouPathText } from '../parts/ou-path.tsx';
import type { Column } from '../parts/table.tsx';
import { Account } from './account/account.tsx';
import type { ViewProps } from './view.ts';

const accountsQuery = graphql(
  `
    query Accounts($after: String, $maxAge: Duration, $instanceArn: String) {
      targets(
        filter: { type: AWS_ACCOUNT }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          targetId
          name
          ... on Account {
            email
            state
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

type Node = NonNullable<ResultOf<typeof accountsQuery>['targets']>['nodes'][number];
type AccountNode = Extract<Node, { state: unknown }>;

export default function Accounts({ id }: ViewProps): JSX.Element {
  return id === undefined ? <AllAccounts /> : <Account id={id} />;
}

const nameOf = ({ name, targetId }: AccountNode) => name ?? targetId;

const columns: readonly Column<AccountNode>[] = [
  {
    name: 'Name',
    key: nameOf,
    cell: (account) => (
      <Named>
        <AccountLink id={account.targetId}>{nameOf(account)}</AccountLink>
        <AccountState state={account.state} />
      </Named>
    ),
  },
  { name: 'OU', key: ({ parent }) => ouPathText(parent), cell: ({ parent }) => <OuPath ou={parent} /> },
  { name: 'Id', key: ({ targetId }) => targetId, cell: ({ targetId }) => <code>{targetId}</code> },
  { name: 'Root e-mail', key: ({ email }) => email ?? '', cell: ({ email }) => email, isExtra: true },
];

function AllAccounts(): JSX.Element {
  return (
    <ListView
      title="All accounts"
      document={accountsQuery}
      list={({ targets }) => targets}
      isRow={(row): row is AccountNode => 'state' in row}
      file="accounts"
      what="accounts"
      units={['account', 'accounts']}
      caption="Accounts"
      columns={columns}
      textsOf={({ name, targetId, email, parent }) => [name, targetId, email, ouPathText(parent)]}
      nothing="The organization has no accounts."
    />
  );
}
