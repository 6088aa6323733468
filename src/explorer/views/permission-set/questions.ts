import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';
import { ouPathParts } from '../../parts/ou-path.tsx';

export const setQuery = graphql(`
  query PermissionSet($id: String!, $maxAge: Duration, $instanceArn: String) {
    permissionSet(by: { arn: $id }, maxAge: $maxAge, instanceArn: $instanceArn) {
      arn
      name
      description
      sessionDuration
      relayState
      createdAt
      managedPolicies {
        arn
        name
      }
      customerManagedPolicies {
        name
        path
      }
      inlinePolicy
      permissionsBoundary {
        managedPolicyArn
        customerManagedPolicy {
          name
          path
        }
      }
      tags {
        key
        value
      }
    }
  }
`);

export const whereQuery = graphql(
  `
    query WhereProvisioned(
      $id: String!
      $status: ProvisioningStatus
      $after: String
      $maxAge: Duration
      $instanceArn: String
    ) {
      permissionSet(by: { arn: $id }, instanceArn: $instanceArn) {
        accounts(first: 1000, after: $after, maxAge: $maxAge, provisioningStatus: $status) {
          nodes {
            targetId
            name
            state
            parent {
              ...OuPathParts
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
  `,
  [ouPathParts, completenessParts],
);
