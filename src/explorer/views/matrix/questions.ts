import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';

export const accountsQuery = graphql(
  `
    query MatrixAccounts($after: String, $maxAge: Duration, $instanceArn: String) {
      targets(
        filter: { type: AWS_ACCOUNT }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          targetId
          name
          ... on Account {
            state
            parent {
              targetId
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
  [completenessParts],
);

export const unitsQuery = graphql(
  `
    query MatrixUnits($after: String, $maxAge: Duration, $instanceArn: String) {
      targets(
        filter: { type: AWS_OU }
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          targetId
          name
          ... on OrganizationalUnit {
            parent {
              targetId
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
  [completenessParts],
);

export const setsQuery = graphql(
  `
    query MatrixPermissionSets($after: String, $maxAge: Duration, $instanceArn: String) {
      permissionSets(first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
        nodes {
          arn
          name
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
  [completenessParts],
);

/** By account, or of an OU with all below it. */
export const cellsQuery = graphql(
  `
    query MatrixCells(
      $groupBy: [CountGroup!]!
      $withEmpty: Boolean!
      $filter: AssignmentFilter
      $people: Boolean!
      $maxAge: Duration
      $instanceArn: String
    ) {
      assignmentCounts(
        groupBy: $groupBy
        withEmpty: $withEmpty
        filter: $filter
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        counts {
          account {
            targetId
          }
          permissionSet {
            arn
          }
          assignments
          people @include(if: $people)
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);

export const holdersQuery = graphql(
  `
    query MatrixCell($filter: AssignmentFilter!, $maxAge: Duration, $instanceArn: String) {
      effectiveAccess(filter: $filter, first: 100, maxAge: $maxAge, instanceArn: $instanceArn) {
        nodes {
          user {
            principalId
            displayName
            userName
          }
        }
        pageInfo {
          hasNextPage
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);
