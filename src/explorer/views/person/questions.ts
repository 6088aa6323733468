import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { ouPathParts } from '../../parts/ou-path.tsx';

export const personQuery = graphql(`
  query Person($principalId: String!, $instanceArn: String) {
    principal(by: { principalId: $principalId }, instanceArn: $instanceArn) {
      __typename
      principalId
      deleted
      ... on User {
        userName
        displayName
        email
        enabled
        groups(first: 1000) {
          nodes {
            principalId
            displayName
          }
        }
      }
    }
  }
`);

export const waysQuery = graphql(
  `
    query WhatAPersonCanEnter($userId: String!, $after: String, $maxAge: Duration, $instanceArn: String) {
      effectiveAccess(
        user: { ids: [$userId] }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          via {
            principalId
            displayName
          }
          grant {
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
              createdAt
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
