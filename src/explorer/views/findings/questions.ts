import { graphql, type ResultOf } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';

/** What is shown of a thing that a finding is about, of whatever kind. */
export const thingParts = graphql(`
  fragment ThingParts on Node {
    __typename
    id
    ... on User {
      principalId
      displayName
      userName
    }
    ... on Group {
      principalId
      groupName: displayName
    }
    ... on PermissionSet {
      arn
      setName: name
    }
    ... on Account {
      targetId
      accountName: name
    }
    ... on Assignment {
      principal {
        principalType
        principalId
        name
        ... on User {
          displayName
          enabled
        }
      }
      permissionSet {
        arn
        name
      }
      target {
        targetId
        name
      }
    }
    ... on Entitlement {
      principal {
        principalType
        principalId
        name
        ... on User {
          displayName
          enabled
        }
      }
      roleName
      target {
        targetId
        name
      }
    }
  }
`);

export const findingsQuery = graphql(
  `
    query Findings($types: [String!], $maxAge: Duration, $instanceArn: String) {
      findings(types: $types, maxAge: $maxAge, instanceArn: $instanceArn) {
        type
        severity
        title
        count
        query
        sample {
          ...ThingParts
        }
        completeness {
          ...CompletenessParts
        }
      }
    }
  `,
  [thingParts, completenessParts],
);

export type Finding = NonNullable<ResultOf<typeof findingsQuery>['findings']>[number];
export type Thing = Finding['sample'][number];
