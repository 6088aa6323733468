import type { JSX } from 'preact';
import { useInstanceArn } from '../frame/me.ts';
import { Title } from '../frame/title.tsx';
import { graphql, type ResultOf } from '../graphql/document.ts';
import { usePages } from '../graphql/pages.ts';
import { completenessParts } from '../graphql/trust.ts';
import { AccountLink, AccountState, Named } from '../parts/links.tsx';
import { Listing } from '../parts/listing.tsx';
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
  const variables = { instanceArn: useInstanceArn() };
  const list = usePages({
    what: 'accounts',
    document: accountsQuery,
    variables,
    list: ({ targets }) => targets,
  });
  const accounts = { ...list, rows: list.rows.filter((row): row is AccountNode => 'state' in row) };
  return (
    <>
      <Title
        text="All accounts"
        question={{ document: accountsQuery, variables }}
        file={{ list: 'accounts', args: variables }}
      />
      <Listing
        what="accounts"
        units={['account', 'accounts']}
        caption="Accounts"
        list={accounts}
        columns={columns}
        idOf={({ targetId }) => targetId}
        textsOf={({ name, targetId, email, parent }) => [name, targetId, email, ouPathText(parent)]}
        nothing="The organization has no accounts."
      />
    </>
  );
}
