import { graphql } from '../graphql/document.ts';
import { completenessParts } from '../graphql/trust.ts';
import { ouPathParts } from '../parts/ou-path.tsx';

/** What is called so, at most five of a kind. */
export const searchQuery = graphql(
  `
    query Search($pattern: String!, $instanceArn: String) {
      people: principals(
        filter: { type: USER, anyName: { matches: $pattern, ignoreCase: true } }
        first: 5
        instanceArn: $instanceArn
      ) {
        nodes {
          ...PersonHit
        }
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      groups: principals(
        filter: { type: GROUP, name: { matches: $pattern, ignoreCase: true } }
        first: 5
        instanceArn: $instanceArn
      ) {
        nodes {
          id
          principalId
          name
        }
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      accounts: targets(
        filter: { type: AWS_ACCOUNT, name: { matches: $pattern, ignoreCase: true } }
        first: 5
        instanceArn: $instanceArn
      ) {
        nodes {
          __typename
          targetId
          name
          ... on Account {
            state
            parent {
              ...OuPathParts
            }
          }
        }
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      permissionSets(
        filter: { name: { matches: $pattern, ignoreCase: true } }
        first: 5
        instanceArn: $instanceArn
      ) {
        nodes {
          id
          arn
          name
        }
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
      ous: targets(
        filter: { type: AWS_OU, name: { matches: $pattern, ignoreCase: true } }
        first: 5
        instanceArn: $instanceArn
      ) {
        nodes {
          __typename
          targetId
          name
          ... on OrganizationalUnit {
            parent {
              ...OuPathParts
            }
          }
        }
        totalCount
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [
    graphql(`
      fragment PersonHit on Principal {
        __typename
        principalId
        name
        ... on User {
          displayName
          email
          enabled
        }
      }
    `),
    ouPathParts,
    completenessParts,
  ],
);

/** What tells two of a kind apart, and costs calls: asked when somebody has stopped typing. */
export const sizesQuery = graphql(`
  query Sizes($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Group {
        members(first: 1) {
          totalCount
        }
      }
      ... on PermissionSet {
        accounts(first: 1) {
          totalCount
        }
      }
    }
  }
`);

/** What is called nearly so. */
export const closeQuery = graphql(`
  query CloseNames($name: String!, $instanceArn: String) {
    principals(filter: { anyName: { eq: $name } }, first: 1, instanceArn: $instanceArn) {
      near: completeness {
        unmatched {
          suggestions
        }
      }
    }
    targets(filter: { name: { eq: $name } }, first: 1, instanceArn: $instanceArn) {
      near: completeness {
        unmatched {
          suggestions
        }
      }
    }
    permissionSets(filter: { name: { eq: $name } }, first: 1, instanceArn: $instanceArn) {
      near: completeness {
        unmatched {
          suggestions
        }
      }
    }
  }
`);
