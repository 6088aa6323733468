import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  type SSOClient,
} from '@aws-sdk/client-sso';
import { present } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { createService } from './service.ts';

export interface AvailableAccountFacts {
  readonly accountId: string;
  readonly name?: string;
  readonly email?: string;
}

export interface RoleCredentialsFacts {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * sso: what the person who signed in may take. Every call takes their access token, and none needs AWS
 * credentials. A token that AWS does not accept rejects with an error that `isSignInEnded` knows.
 */
export interface Portal {
  listAccounts(accessToken: string, options: CallOptions): AsyncGenerator<AvailableAccountFacts[], void>;
  /** Names of roles, which are names of permission sets. */
  listAccountRoles(
    accessToken: string,
    accountId: string,
    options: CallOptions,
  ): AsyncGenerator<string[], void>;
  /** FORBIDDEN for a role that the person does not have. */
  getRoleCredentials(
    accessToken: string,
    accountId: string,
    roleName: string,
    options: CallOptions,
  ): Promise<RoleCredentialsFacts>;
  /** Ends the sign-in. Credentials of roles that were taken stay valid until they expire. */
  logout(accessToken: string, options: CallOptions): Promise<void>;
}

export function createPortal(client: SSOClient, call: Caller): Portal {
  const { get, list } = createService('sso', 100, call);
  return {
    listAccounts: (accessToken, options) =>
      list(
        'ListAccounts',
        options,
        ({ MaxResults: maxResults, NextToken: nextToken }, http) =>
          client.send(new ListAccountsCommand({ accessToken, maxResults, nextToken }), http),
        ({ accountList }, answer) =>
          answer.rows('accountList', accountList, (row) => ({
            accountId: answer.required('accountId', row?.accountId),
            ...present({
              name: answer.text('accountName', row?.accountName),
              email: answer.text('emailAddress', row?.emailAddress),
            }),
          })),
      ),

    listAccountRoles: (accessToken, accountId, options) =>
      list(
        'ListAccountRoles',
        options,
        ({ MaxResults: maxResults, NextToken: nextToken }, http) =>
          client.send(new ListAccountRolesCommand({ accessToken, accountId, maxResults, nextToken }), http),
        ({ roleList }, answer) =>
          answer.rows('roleList', roleList, (row) => {
            answer.same('accountId', accountId, row?.accountId);
            return answer.required('roleName', row?.roleName);
          }),
      ),

    getRoleCredentials: (accessToken, accountId, roleName, options) =>
      get(
        'GetRoleCredentials',
        options,
        (http) => client.send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }), http),
        ({ roleCredentials: credentials }, answer) => ({
          accessKeyId: answer.required('accessKeyId', credentials?.accessKeyId),
          secretAccessKey: answer.required('secretAccessKey', credentials?.secretAccessKey),
          sessionToken: answer.required('sessionToken', credentials?.sessionToken),
          // Milliseconds here, unlike every other time that AWS gives.
          expiresAt: answer.requiredNumber('expiration', credentials?.expiration),
        }),
      ),

    logout: (accessToken, options) =>
      get(
        'Logout',
        options,
        (http) => client.send(new LogoutCommand({ accessToken }), http),
        () => undefined,
      ),
  };
}
