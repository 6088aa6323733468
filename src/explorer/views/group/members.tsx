import type { JSX } from 'preact';
import { useInstanceArn } from '../../frame/me.ts';
import { graphql } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { Listing } from '../../parts/listing.tsx';
import { personColumns, personParts } from '../../parts/person.tsx';

export const membersQuery = graphql(
  `
    query Members($principalId: String!, $after: String, $maxAge: Duration, $instanceArn: String) {
      principal(by: { principalId: $principalId }, instanceArn: $instanceArn) {
        ... on Group {
          members(first: 1000, after: $after, maxAge: $maxAge) {
            nodes {
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
      }
    }
  `,
  [personParts, completenessParts],
);

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
      columns={personColumns}
      textsOf={({ displayName, userName, email }) => [displayName, userName, email]}
      nothing={`Nobody is in ${name}.`}
    />
  );
}
