import { graphql, type ResultOf } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';

const principalParts = graphql(`
  fragment ChangedPrincipal on Principal {
    principalType
    principalId
    name
    deleted
    ... on User {
      displayName
    }
  }
`);

const grantParts = graphql(
  `
    fragment ChangedGrant on Grant {
      principal {
        ...ChangedPrincipal
      }
      target {
        targetId
        name
      }
      ... on Assignment {
        permissionSet {
          arn
          name
        }
      }
      ... on Entitlement {
        roleName
      }
    }
  `,
  [principalParts],
);

export const changesQuery = graphql(
  `
    query Changes(
      $since: DateTime!
      $until: DateTime
      $filter: AssignmentFilter
      $after: String
      $instanceArn: String
    ) {
      changes(
        since: $since
        until: $until
        filter: $filter
        first: 1000
        after: $after
        instanceArn: $instanceArn
      ) {
        nodes {
          __typename
          id
          kind
          lastReadBefore
          firstReadAfter
          ... on AssignmentChange {
            assignment {
              ...ChangedGrant
            }
          }
          ... on EntitlementChange {
            entitlement {
              ...ChangedGrant
            }
          }
          ... on MembershipChange {
            user {
              ...ChangedPrincipal
            }
            group {
              ...ChangedPrincipal
            }
          }
          ... on PrincipalChange {
            principal {
              ...ChangedPrincipal
            }
            fields {
              ...ChangedField
            }
          }
          ... on PermissionSetChange {
            permissionSet {
              arn
              name
            }
            fields {
              ...ChangedField
            }
          }
          ... on AccountChange {
            account {
              targetId
              name
            }
            fields {
              ...ChangedField
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
  [
    principalParts,
    grantParts,
    graphql(`
      fragment ChangedField on FieldChange {
        field
        before
        after
      }
    `),
    completenessParts,
  ],
);

export type Change = NonNullable<ResultOf<typeof changesQuery>['changes']>['nodes'][number];
