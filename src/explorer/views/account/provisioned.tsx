import type { JSX } from 'preact';
import { useInstanceArn } from '../../frame/me.ts';
import { graphql, type ResultOf } from '../../graphql/document.ts';
import { usePages } from '../../graphql/pages.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { Mark, setIdOf, SetLink } from '../../parts/links.tsx';
import { Listing } from '../../parts/listing.tsx';
import type { Column } from '../../parts/table.tsx';

/** Of each permission set, the accounts where its role is not as the set is now: the account's own list does not say. */
export const provisionedQuery = graphql(
  `
    query Provisioned($accountId: String!, $after: String, $maxAge: Duration, $instanceArn: String) {
      target(by: { accountId: $accountId }, instanceArn: $instanceArn) {
        ... on Account {
          permissionSets(first: 25, after: $after, maxAge: $maxAge) {
            nodes {
              arn
              name
              description
              drifted: accounts(
                first: 1000
                maxAge: $maxAge
                provisioningStatus: LATEST_PERMISSION_SET_NOT_PROVISIONED
              ) {
                nodes {
                  targetId
                }
                pageInfo {
                  hasNextPage
                }
                completeness {
                  ...CompletenessParts
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
      }
    }
  `,
  [completenessParts],
);

type Target = NonNullable<ResultOf<typeof provisionedQuery>['target']>;
type SetNode = NonNullable<Extract<Target, { permissionSets: unknown }>['permissionSets']>['nodes'][number];

/** What is provisioned in one account, and whether it is as its permission set is now. */
export function Provisioned({ id, name }: { id: string; name: string }): JSX.Element {
  const list = usePages({
    what: 'what is provisioned',
    document: provisionedQuery,
    variables: { accountId: id, instanceArn: useInstanceArn() },
    list: ({ target }) => (target && 'permissionSets' in target ? target.permissionSets : undefined),
  });
  const columns: readonly Column<SetNode>[] = [
    {
      name: 'Permission set',
      key: ({ name: set, arn }) => set ?? arn,
      cell: ({ name: set, arn }) => <SetLink arn={arn}>{set ?? setIdOf(arn)}</SetLink>,
    },
    { name: 'State of its role', cell: (set) => stateOf(set, id) },
    { name: 'Description', cell: ({ description }) => description, isExtra: true },
  ];
  return (
    <Listing
      what="what is provisioned"
      units={['permission set', 'permission sets']}
      caption={`Permission sets in ${name}`}
      list={list}
      columns={columns}
      textsOf={({ name: set, arn, description }) => [set, arn, description]}
      nothing={`No permission set is provisioned in ${name}.`}
    />
  );
}

function stateOf({ drifted }: SetNode, id: string): JSX.Element | string {
  if (drifted?.nodes.some(({ targetId }) => targetId === id))
    return (
      <span>
        Out of date <Mark kind="alarm">drift</Mark>
      </span>
    );
  return drifted?.completeness.complete && !drifted.pageInfo.hasNextPage ? 'As the set is now' : 'Not known';
}
