import { accountSelection, parentsSelection, pathOf, type Unit } from '../export/walk/gateway-rows.ts';
import { type ListPage, pageSelection } from '../export/walk/gateway-pages.ts';
import { type Columns, listTable } from './table.ts';

export interface AccountNode {
  readonly targetId: string;
  readonly name: string | null;
  readonly email?: string | null;
  readonly state: string | null;
  readonly parent: Unit | null;
}

/** What is told of an account wherever it stands. */
export const accountParts = `targetId name ${accountSelection}`;

export const accountColumns: Columns<AccountNode> = {
  account_id: ({ targetId }) => targetId,
  account_name: ({ name }) => name,
  ou_path: ({ parent }) => pathOf(parent),
  account_state: ({ state }) => state,
};

const columns: Columns<AccountNode> = { ...accountColumns, root_email: ({ email }) => email };

export const accounts = listTable({
  title: 'Accounts',
  nouns: ['account', 'accounts'],
  document: `query TableOfAccounts(
    $ids: [String!], $name: StringFilter, $states: [String!], $entered: Boolean,
    $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    targets(
      filter: { type: AWS_ACCOUNT, ids: $ids, name: $name, states: $states }, entered: $entered,
      first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on Account { ${accountParts} email } }
      totalCount
      ${pageSelection}
    }
  }`,
  list: ({ targets }: { readonly targets: ListPage<AccountNode> | null }) => targets,
  columns,
});

interface BelowData {
  readonly target: { readonly accounts?: ListPage<AccountNode> | null } | null;
}

/** The accounts of one OU, with those below it. */
export const accountsOfOu = listTable({
  title: 'Accounts',
  nouns: ['account', 'accounts'],
  document: `query TableOfAccountsOfOu($ouId: String!, $after: String, $instanceArn: String) {
    target(by: { ouId: $ouId }, instanceArn: $instanceArn) {
      ... on OrganizationalUnit {
        accounts(first: 1000, after: $after, recursive: true) {
          nodes { ${accountParts} email }
          totalCount
          ${pageSelection}
        }
      }
    }
  }`,
  list: ({ target }: BelowData) => target?.accounts,
  missing: 'The organization has no such OU',
  columns,
});

export const ous = listTable({
  title: 'OUs',
  nouns: ['OU', 'OUs'],
  document: `query TableOfOus($name: StringFilter, $after: String, $maxAge: Duration, $instanceArn: String) {
    targets(
      filter: { type: AWS_OU, name: $name }, first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on OrganizationalUnit { targetId name ${parentsSelection} } }
      totalCount
      ${pageSelection}
    }
  }`,
  list: ({ targets }: { readonly targets: ListPage<Unit> | null }) => targets,
  columns: {
    ou_id: ({ targetId }: Unit) => targetId,
    ou_name: ({ name }) => name,
    parent_id: ({ parent }) => parent?.targetId,
    ou_path: (unit) => pathOf(unit),
  },
});
