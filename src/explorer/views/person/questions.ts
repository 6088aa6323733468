import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';

export const personQuery = graphql(
  `
    query Person($principalId: String!, $maxAge: Duration, $instanceArn: String) {
      principal(by: { principalId: $principalId }, maxAge: $maxAge, instanceArn: $instanceArn) {
        __typename
        principalId
        deleted
        ... on User {
          userName
          displayName
          email
          enabled
          groups(first: 1000, maxAge: $maxAge) {
            nodes {
              principalId
              displayName
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

/** When each thing on one way was read: asked for when somebody looks at the way. */
export const agesQuery = graphql(`
  query AgesOfOneWay(
    $userId: String!
    $isThroughGroup: Boolean!
    $setArn: String!
    $isSet: Boolean!
    $accountId: String!
    $maxAge: Duration
    $instanceArn: String
  ) {
    person: principal(by: { principalId: $userId }, maxAge: $maxAge, instanceArn: $instanceArn) {
      readAt
      ... on User {
        groups(first: 1000, maxAge: $maxAge) @include(if: $isThroughGroup) {
          nodes {
            principalId
            readAt
          }
          membership: completeness {
            asOf
          }
        }
      }
    }
    permissionSet(by: { arn: $setArn }, maxAge: $maxAge, instanceArn: $instanceArn) @include(if: $isSet) {
      readAt
    }
    way: effectiveAccess(
      filter: { permissionSet: { ids: [$setArn] }, target: { ids: [$accountId] } }
      user: { ids: [$userId] }
      first: 1
      maxAge: $maxAge
      instanceArn: $instanceArn
    ) @include(if: $isSet) {
      told: completeness {
        asOf
      }
    }
    account: target(by: { accountId: $accountId }, maxAge: $maxAge, instanceArn: $instanceArn) {
      readAt
    }
  }
`);
