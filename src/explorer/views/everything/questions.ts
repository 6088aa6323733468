import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';

const accountParts = graphql(`
  fragment AccountParts on Target {
    targetId
    name
    ... on Account {
      state
      parent {
        targetId
        name
      }
    }
  }
`);

const principalParts = graphql(`
  fragment PrincipalParts on Principal {
    principalType
    principalId
    name
    deleted
    ... on User {
      displayName
      email
      enabled
    }
  }
`);

/** All of them, in the order of the graph, as they are read. */
export const sweepQuery = graphql(
  `
    subscription Everything(
      $filter: AssignmentFilter
      $after: String
      $maxAge: Duration
      $instanceArn: String
    ) {
      assignmentSweep(
        filter: $filter
        after: $after
        batchSize: 1000
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        assignments {
          id
          principal {
            ...PrincipalParts
          }
          permissionSet {
            arn
            name
          }
          target {
            ...AccountParts
          }
        }
        endCursor
        progress {
          callsDone
          callsTotal
          secondsLeft
          done
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [principalParts, accountParts, completenessParts],
);

/** The same a page at a time, as others ask for it. */
export const assignmentsQuery = graphql(
  `
    query Everything($filter: AssignmentFilter, $after: String, $maxAge: Duration, $instanceArn: String) {
      assignments(filter: $filter, first: 1000, after: $after, maxAge: $maxAge, instanceArn: $instanceArn) {
        nodes {
          id
          principal {
            ...PrincipalParts
          }
          permissionSet {
            arn
            name
          }
          target {
            ...AccountParts
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
  [principalParts, accountParts, completenessParts],
);

export const peopleQuery = graphql(
  `
    query EverybodyWhoCanEnter(
      $filter: AssignmentFilter
      $after: String
      $maxAge: Duration
      $instanceArn: String
    ) {
      effectiveAccess(
        filter: $filter
        first: 1000
        after: $after
        maxAge: $maxAge
        instanceArn: $instanceArn
      ) {
        nodes {
          user {
            ...PrincipalParts
          }
          via {
            principalId
            displayName
          }
          grant {
            __typename
            id
            target {
              ...AccountParts
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
  [principalParts, accountParts, completenessParts],
);

/** What the whole of it takes, before it is asked for. */
export const planQuery = graphql(`
  query PlanOfEverything($filter: AssignmentFilter, $instanceArn: String) {
    explainAssignments(filter: $filter, instanceArn: $instanceArn) {
      calls
    }
  }
`);

export const facetQuery = graphql(
  `
    query Facet(
      $groupBy: [CountGroup!]!
      $filter: AssignmentFilter
      $units: Boolean!
      $accounts: Boolean!
      $sets: Boolean!
      $maxAge: Duration
      $instanceArn: String
    ) {
      assignmentCounts(groupBy: $groupBy, filter: $filter, maxAge: $maxAge, instanceArn: $instanceArn) {
        counts {
          organizationalUnit @include(if: $units) {
            targetId
            name
          }
          account @include(if: $accounts) {
            targetId
            name
            state
          }
          permissionSet @include(if: $sets) {
            arn
            name
          }
          principalType
          assignments
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [completenessParts],
);
