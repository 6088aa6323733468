import { graphql } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { ouPathParts } from '../parts/ou-path.tsx';

/** What lets into an account, and into which. */
const grantParts = graphql(
  `
    fragment GrantParts on Grant {
      __typename
      id
      target {
        targetId
        name
        ... on Account {
          state
          parent {
            ...OuPathParts
          }
        }
      }
      ... on Assignment {
        permissionSet {
          arn
          name
        }
        held {
          firstSeen
          lastAbsent
          lastSeen
        }
      }
      ... on Entitlement {
        roleArn
        roleName
      }
    }
  `,
  [ouPathParts],
);

/** As AWS has it: users and groups. */
export const assignmentsQuery = graphql(
  `
    query Assignments($filter: AssignmentFilter, $after: String, $maxAge: Duration, $instanceArn: String) {
      assignments(filter: $filter, first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
        nodes {
          ...GrantParts
          principal {
            principalType
            principalId
            name
            deleted
            ... on User {
              displayName
              enabled
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
  [grantParts, completenessParts],
);

/** People, with groups expanded. */
export const accessQuery = graphql(
  `
    query EffectiveAccess(
      $filter: AssignmentFilter
      $user: PrincipalFilter
      $after: String
      $maxAge: Duration
      $instanceArn: String
    ) {
      effectiveAccess(
        filter: $filter
        user: $user
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          user {
            principalId
            userName
            displayName
            enabled
            deleted
          }
          via {
            principalId
            displayName
          }
          grant {
            ...GrantParts
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
  [grantParts, completenessParts],
);
