import { type ListPage, pageSelection, pagesOf } from '../export/walk/gateway-pages.ts';
import { type Columns, columnsOf, listTable, pagesOfOne, recordsOf, type Table } from './table.ts';

interface UserNode {
  readonly principalId: string;
  readonly userName: string | null;
  readonly displayName: string | null;
  readonly email: string | null;
  readonly enabled: boolean | null;
}

interface GroupNode {
  readonly principalId: string;
  readonly displayName: string | null;
  readonly description: string | null;
}

const userSelection = 'principalId userName displayName email enabled';

const userColumns: Columns<UserNode> = {
  user_id: ({ principalId }) => principalId,
  user_name: ({ userName }) => userName,
  display_name: ({ displayName }) => displayName,
  email: ({ email }) => email,
  enabled: ({ enabled }) => enabled,
};

export const users = listTable({
  title: 'Users',
  nouns: ['user', 'users'],
  document: `query TableOfUsers(
    $ids: [String!], $name: StringFilter, $email: StringFilter, $enabled: Boolean, $holdsAccess: Boolean,
    $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    principals(
      filter: { type: USER, ids: $ids, name: $name, email: $email, enabled: $enabled }, holdsAccess: $holdsAccess,
      first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on User { ${userSelection} } }
      totalCount
      ${pageSelection}
    }
  }`,
  list: ({ principals }: { readonly principals: ListPage<UserNode> | null }) => principals,
  columns: userColumns,
});

export const groups = listTable({
  title: 'Groups',
  nouns: ['group', 'groups'],
  document: `query TableOfGroups(
    $ids: [String!], $name: StringFilter, $holdsAccess: Boolean,
    $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    principals(
      filter: { type: GROUP, ids: $ids, name: $name }, holdsAccess: $holdsAccess,
      first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on Group { principalId displayName description } }
      totalCount
      ${pageSelection}
    }
  }`,
  list: ({ principals }: { readonly principals: ListPage<GroupNode> | null }) => principals,
  columns: {
    group_id: ({ principalId }: GroupNode) => principalId,
    display_name: ({ displayName }) => displayName,
    description: ({ description }) => description,
  },
});

interface Membership {
  readonly group: Pick<GroupNode, 'principalId' | 'displayName'>;
  readonly user: UserNode;
}

const memberColumns: Columns<Membership> = {
  group_id: ({ group }) => group.principalId,
  group_name: ({ group }) => group.displayName,
  ...columnsOf(userColumns, ({ user }: Membership) => user),
};

const groupsDocument = `query TableOfMembers(
    $groupIds: [String!], $after: String, $maxAge: Duration, $instanceArn: String
  ) {
    principals(
      filter: { type: GROUP, ids: $groupIds }, first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn
    ) {
      nodes { ... on Group { principalId displayName } }
      ${pageSelection}
    }
  }`;

const membersDocument = `query MembersOfGroup($groupId: String!, $after: String, $instanceArn: String) {
    principal(by: { principalId: $groupId }, instanceArn: $instanceArn) {
      ... on Group { members(first: 1000, after: $after) { nodes { ${userSelection} } ${pageSelection} } }
    }
  }`;

interface GroupsData {
  readonly principals: ListPage<Membership['group']> | null;
}

interface MembersData {
  readonly principal: { readonly members?: ListPage<UserNode> | null } | null;
}

/** Who is in which group: in some, or in each. */
export const members: Table = {
  title: 'Members',
  nouns: ['membership', 'memberships'],
  document: groupsDocument,
  permission: 'read',
  columns: Object.keys(memberColumns),
  readsAllFirst: false,
  async *rows(asker, asking) {
    const list = ({ principals }: GroupsData) => principals;
    for await (const { nodes, calls } of pagesOf(asker, { document: groupsDocument, list, ...asking })) {
      yield { records: [], calls };
      for (const group of nodes) {
        const groupId = group.principalId;
        const walk = {
          document: membersDocument,
          list: ({ principal }: MembersData) => principal?.members,
          missing: `There is no group ${groupId} any more`,
          ...asking,
          variables: { ...asking.variables, groupId },
        };
        for await (const page of pagesOfOne(asker, walk, { principalId: groupId }))
          yield {
            records: recordsOf(
              memberColumns,
              page.nodes.map((user) => ({ group, user })),
            ),
            calls: page.calls,
          };
      }
    }
  },
};
