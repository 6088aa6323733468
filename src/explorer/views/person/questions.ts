import { graphql } from '../../graphql/document.ts';

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
