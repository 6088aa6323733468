// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  operations: {
    GetRoleCredentials: {"http":{"method":"GET","path":"/federation/credentials"},"input":"GetRoleCredentialsRequest","output":"GetRoleCredentialsResponse","errors":["InvalidRequestException","UnauthorizedException","TooManyRequestsException","ResourceNotFoundException"]},
    ListAccountRoles: {"http":{"method":"GET","path":"/assignment/roles"},"input":"ListAccountRolesRequest","output":"ListAccountRolesResponse","errors":["InvalidRequestException","UnauthorizedException","TooManyRequestsException","ResourceNotFoundException"]},
    ListAccounts: {"http":{"method":"GET","path":"/assignment/accounts"},"input":"ListAccountsRequest","output":"ListAccountsResponse","errors":["InvalidRequestException","UnauthorizedException","TooManyRequestsException","ResourceNotFoundException"]},
    Logout: {"http":{"method":"POST","path":"/logout"},"input":"LogoutRequest","errors":["InvalidRequestException","UnauthorizedException","TooManyRequestsException"]},
  },
  shapes: {
    AccessKeyType: {"type":"string"},
    AccessTokenType: {"type":"string","sensitive":true},
    AccountIdType: {"type":"string"},
    AccountInfo: {"type":"structure","members":{"accountId":"AccountIdType","accountName":"AccountNameType","emailAddress":"EmailAddressType"}},
    AccountListType: {"type":"list","member":"AccountInfo"},
    AccountNameType: {"type":"string"},
    EmailAddressType: {"type":"string","min":1,"max":254},
    ErrorDescription: {"type":"string"},
    ExpirationTimestampType: {"type":"long"},
    GetRoleCredentialsRequest: {"type":"structure","members":{"roleName":"RoleNameType","accountId":"AccountIdType","accessToken":"AccessTokenType"},"locations":{"roleName":{"in":"querystring","name":"role_name"},"accountId":{"in":"querystring","name":"account_id"},"accessToken":{"in":"header","name":"x-amz-sso_bearer_token"}},"required":["roleName","accountId","accessToken"]},
    GetRoleCredentialsResponse: {"type":"structure","members":{"roleCredentials":"RoleCredentials"}},
    InvalidRequestException: {"type":"structure","members":{"message":"ErrorDescription"},"exception":true,"status":400},
    ListAccountRolesRequest: {"type":"structure","members":{"nextToken":"NextTokenType","maxResults":"MaxResultType","accessToken":"AccessTokenType","accountId":"AccountIdType"},"locations":{"nextToken":{"in":"querystring","name":"next_token"},"maxResults":{"in":"querystring","name":"max_result"},"accessToken":{"in":"header","name":"x-amz-sso_bearer_token"},"accountId":{"in":"querystring","name":"account_id"}},"required":["accessToken","accountId"]},
    ListAccountRolesResponse: {"type":"structure","members":{"nextToken":"NextTokenType","roleList":"RoleListType"}},
    ListAccountsRequest: {"type":"structure","members":{"nextToken":"NextTokenType","maxResults":"MaxResultType","accessToken":"AccessTokenType"},"locations":{"nextToken":{"in":"querystring","name":"next_token"},"maxResults":{"in":"querystring","name":"max_result"},"accessToken":{"in":"header","name":"x-amz-sso_bearer_token"}},"required":["accessToken"]},
    ListAccountsResponse: {"type":"structure","members":{"nextToken":"NextTokenType","accountList":"AccountListType"}},
    LogoutRequest: {"type":"structure","members":{"accessToken":"AccessTokenType"},"locations":{"accessToken":{"in":"header","name":"x-amz-sso_bearer_token"}},"required":["accessToken"]},
    MaxResultType: {"type":"integer","min":1,"max":100},
    NextTokenType: {"type":"string"},
    ResourceNotFoundException: {"type":"structure","members":{"message":"ErrorDescription"},"exception":true,"status":404},
    RoleCredentials: {"type":"structure","members":{"accessKeyId":"AccessKeyType","secretAccessKey":"SecretAccessKeyType","sessionToken":"SessionTokenType","expiration":"ExpirationTimestampType"}},
    RoleInfo: {"type":"structure","members":{"roleName":"RoleNameType","accountId":"AccountIdType"}},
    RoleListType: {"type":"list","member":"RoleInfo"},
    RoleNameType: {"type":"string"},
    SecretAccessKeyType: {"type":"string","sensitive":true},
    SessionTokenType: {"type":"string","sensitive":true},
    TooManyRequestsException: {"type":"structure","members":{"message":"ErrorDescription"},"exception":true,"status":429},
    UnauthorizedException: {"type":"structure","members":{"message":"ErrorDescription"},"exception":true,"status":401},
  },
};

export interface Operations {
  GetRoleCredentials: { input: GetRoleCredentialsRequest; output: GetRoleCredentialsResponse };
  ListAccountRoles: { input: ListAccountRolesRequest; output: ListAccountRolesResponse };
  ListAccounts: { input: ListAccountsRequest; output: ListAccountsResponse };
  Logout: { input: LogoutRequest; output: void };
}

interface AccountInfo {
  readonly accountId?: string;
  readonly accountName?: string;
  readonly emailAddress?: string;
}

interface GetRoleCredentialsRequest {
  readonly roleName: string;
  readonly accountId: string;
  readonly accessToken: string;
}

interface GetRoleCredentialsResponse {
  readonly roleCredentials?: RoleCredentials;
}

interface ListAccountRolesRequest {
  readonly nextToken?: string;
  readonly maxResults?: number;
  readonly accessToken: string;
  readonly accountId: string;
}

interface ListAccountRolesResponse {
  readonly nextToken?: string;
  readonly roleList?: readonly (RoleInfo)[];
}

interface ListAccountsRequest {
  readonly nextToken?: string;
  readonly maxResults?: number;
  readonly accessToken: string;
}

interface ListAccountsResponse {
  readonly nextToken?: string;
  readonly accountList?: readonly (AccountInfo)[];
}

interface LogoutRequest {
  readonly accessToken: string;
}

interface RoleCredentials {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly expiration?: number;
}

interface RoleInfo {
  readonly roleName?: string;
  readonly accountId?: string;
}
