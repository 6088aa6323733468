import { graphql } from '../../graphql/document.ts';
import { completenessParts } from '../../graphql/trust.ts';

export const sessionQuery = graphql(`
  query Session {
    session {
      startUrl
      region
      state
      expiresAt
      refreshable
    }
  }
`);

const loginParts = graphql(`
  fragment LoginParts on Login {
    id
    state
    startUrl
    userCode
    verificationUri
    verificationUriComplete
    expiresAt
    error
  }
`);

/** The browser that opens is the one that the person looks at, and not one of the gateway's machine. */
export const loginMutation = graphql(
  `
    mutation Login {
      login(input: { openBrowser: false }) {
        ...LoginParts
      }
    }
  `,
  [loginParts],
);

export const loginSubscription = graphql(
  `
    subscription LoginStatus($loginId: ID!) {
      loginStatus(loginId: $loginId) {
        ...LoginParts
      }
    }
  `,
  [loginParts],
);

export const cancelMutation = graphql(`
  mutation CancelLogin($loginId: ID!) {
    cancelLogin(loginId: $loginId) {
      state
    }
  }
`);

export const logoutMutation = graphql(`
  mutation Logout {
    logout {
      signedOut
    }
  }
`);

export const rolesQuery = graphql(
  `
    query AvailableRoles($after: String) {
      availableRoles(first: 1000, after: $after) {
        nodes {
          account {
            accountId
            name
          }
          roleName
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

export const credentialsMutation = graphql(`
  mutation RoleCredentials($accountId: String!, $roleName: String!) {
    roleCredentials(input: { accountId: $accountId, roleName: $roleName }) {
      expiration
      environment
    }
  }
`);
