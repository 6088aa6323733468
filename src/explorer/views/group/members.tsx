import type { JSX } from 'preact';
import { useInstanceArn } from '../../frame/me.ts';
import { graphql, type ResultOf } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { Mark, PersonLink } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import type { Column } from '../../parts/table.tsx';

export const membersQuery = graphql(
  `
    query Members($principalId: String!, $after: String, $instanceArn: String) {
      principal(by: { principalId: $principalId }, instanceArn: $instanceArn) {
        ... on Group {
          members(first: 1000, after: $after) {
            nodes {
              principalId
              userName
              displayName
              email
              enabled
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
      }
    }
  `,
  [completenessParts],
);

type Principal = NonNullable<ResultOf<typeof membersQuery>['principal']>;
type Member = NonNullable<Extract<Principal, { members: unknown }>['members']>['nodes'][number];

const nameOf = ({ displayName, userName, principalId }: Member) => displayName ?? userName ?? principalId;

const columns: readonly Column<Member>[] = [
  {
    name: 'Name',
    key: nameOf,
    cell: (member) => (
      <>
        <PersonLink id={member.principalId}>{nameOf(member)}</PersonLink>
        {member.enabled === false && <Mark kind="alarm">disabled</Mark>}
      </>
    ),
  },
  { name: 'User name', key: ({ userName }) => userName ?? '', cell: ({ userName }) => userName },
  { name: 'E-mail', key: ({ email }) => email ?? '', cell: ({ email }) => email, isExtra: true },
];

export function Members({ id, name }: { id: string; name: string }): JSX.Element {
  const list = usePages({
    what: 'its members',
    document: membersQuery,
    variables: { principalId: id, instanceArn: useInstanceArn() },
    list: ({ principal }) => (principal && 'members' in principal ? principal.members : undefined),
  });
  return (
    <Listing
      what="its members"
      units={['member', 'members']}
      caption={`Members of ${name}`}
      list={list}
      columns={columns}
      idOf={({ principalId }) => principalId}
      textsOf={({ displayName, userName, email }) => [displayName, userName, email]}
      nothing={`Nobody is in ${name}.`}
    />
  );
}
