// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  operations: {
    CreateToken: {"http":{"method":"POST","path":"/token"},"input":"CreateTokenRequest","output":"CreateTokenResponse","errors":["InvalidRequestException","InvalidClientException","InvalidGrantException","UnauthorizedClientException","UnsupportedGrantTypeException","InvalidScopeException","AuthorizationPendingException","SlowDownException","AccessDeniedException","ExpiredTokenException","InternalServerException"]},
    RegisterClient: {"http":{"method":"POST","path":"/client/register"},"input":"RegisterClientRequest","output":"RegisterClientResponse","errors":["InvalidRequestException","InvalidScopeException","InvalidClientMetadataException","InternalServerException","InvalidRedirectUriException","UnsupportedGrantTypeException","SlowDownException"]},
    StartDeviceAuthorization: {"http":{"method":"POST","path":"/device_authorization"},"input":"StartDeviceAuthorizationRequest","output":"StartDeviceAuthorizationResponse","errors":["InvalidRequestException","InvalidClientException","UnauthorizedClientException","SlowDownException","InternalServerException"]},
  },
  shapes: {
    AccessDeniedException: {"type":"structure","members":{"error":"Error","reason":"AccessDeniedExceptionReason","error_description":"ErrorDescription"},"exception":true,"status":400},
    AccessDeniedExceptionReason: {"type":"string","enum":["KMS_AccessDeniedException"]},
    AccessToken: {"type":"string","sensitive":true},
    ArnType: {"type":"string"},
    AuthCode: {"type":"string"},
    AuthorizationPendingException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    ClientId: {"type":"string"},
    ClientName: {"type":"string"},
    ClientSecret: {"type":"string","sensitive":true},
    ClientType: {"type":"string"},
    CodeVerifier: {"type":"string","sensitive":true},
    CreateTokenRequest: {"type":"structure","members":{"clientId":"ClientId","clientSecret":"ClientSecret","grantType":"GrantType","deviceCode":"DeviceCode","code":"AuthCode","refreshToken":"RefreshToken","scope":"Scopes","redirectUri":"URI","codeVerifier":"CodeVerifier"},"required":["clientId","clientSecret","grantType"]},
    CreateTokenResponse: {"type":"structure","members":{"accessToken":"AccessToken","tokenType":"TokenType","expiresIn":"ExpirationInSeconds","refreshToken":"RefreshToken","idToken":"IdToken"}},
    DeviceCode: {"type":"string"},
    Error: {"type":"string"},
    ErrorDescription: {"type":"string"},
    ExpirationInSeconds: {"type":"integer"},
    ExpiredTokenException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    GrantType: {"type":"string"},
    GrantTypes: {"type":"list","member":"GrantType"},
    IdToken: {"type":"string","sensitive":true},
    InternalServerException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"fault":true,"status":500},
    IntervalInSeconds: {"type":"integer"},
    InvalidClientException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":401},
    InvalidClientMetadataException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    InvalidGrantException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    InvalidRedirectUriException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    InvalidRequestException: {"type":"structure","members":{"error":"Error","reason":"InvalidRequestExceptionReason","error_description":"ErrorDescription"},"exception":true,"status":400},
    InvalidRequestExceptionReason: {"type":"string","enum":["KMS_NotFoundException","KMS_InvalidKeyUsageException","KMS_InvalidStateException","KMS_DisabledException"]},
    InvalidScopeException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    LongTimeStampType: {"type":"long"},
    RedirectUris: {"type":"list","member":"URI"},
    RefreshToken: {"type":"string","sensitive":true},
    RegisterClientRequest: {"type":"structure","members":{"clientName":"ClientName","clientType":"ClientType","scopes":"Scopes","redirectUris":"RedirectUris","grantTypes":"GrantTypes","issuerUrl":"URI","entitledApplicationArn":"ArnType"},"required":["clientName","clientType"]},
    RegisterClientResponse: {"type":"structure","members":{"clientId":"ClientId","clientSecret":"ClientSecret","clientIdIssuedAt":"LongTimeStampType","clientSecretExpiresAt":"LongTimeStampType","authorizationEndpoint":"URI","tokenEndpoint":"URI"}},
    Scope: {"type":"string"},
    Scopes: {"type":"list","member":"Scope"},
    SlowDownException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    StartDeviceAuthorizationRequest: {"type":"structure","members":{"clientId":"ClientId","clientSecret":"ClientSecret","startUrl":"URI"},"required":["clientId","clientSecret","startUrl"]},
    StartDeviceAuthorizationResponse: {"type":"structure","members":{"deviceCode":"DeviceCode","userCode":"UserCode","verificationUri":"URI","verificationUriComplete":"URI","expiresIn":"ExpirationInSeconds","interval":"IntervalInSeconds"}},
    TokenType: {"type":"string"},
    URI: {"type":"string"},
    UnauthorizedClientException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    UnsupportedGrantTypeException: {"type":"structure","members":{"error":"Error","error_description":"ErrorDescription"},"exception":true,"status":400},
    UserCode: {"type":"string"},
  },
};

export interface Operations {
  CreateToken: { input: CreateTokenRequest; output: CreateTokenResponse };
  RegisterClient: { input: RegisterClientRequest; output: RegisterClientResponse };
  StartDeviceAuthorization: { input: StartDeviceAuthorizationRequest; output: StartDeviceAuthorizationResponse };
}

interface CreateTokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grantType: string;
  readonly deviceCode?: string;
  readonly code?: string;
  readonly refreshToken?: string;
  readonly scope?: readonly (string)[];
  readonly redirectUri?: string;
  readonly codeVerifier?: string;
}

interface CreateTokenResponse {
  readonly accessToken?: string;
  readonly tokenType?: string;
  readonly expiresIn?: number;
  readonly refreshToken?: string;
  readonly idToken?: string;
}

interface RegisterClientRequest {
  readonly clientName: string;
  readonly clientType: string;
  readonly scopes?: readonly (string)[];
  readonly redirectUris?: readonly (string)[];
  readonly grantTypes?: readonly (string)[];
  readonly issuerUrl?: string;
  readonly entitledApplicationArn?: string;
}

interface RegisterClientResponse {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly clientIdIssuedAt?: number;
  readonly clientSecretExpiresAt?: number;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
}

interface StartDeviceAuthorizationRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly startUrl: string;
}

interface StartDeviceAuthorizationResponse {
  readonly deviceCode?: string;
  readonly userCode?: string;
  readonly verificationUri?: string;
  readonly verificationUriComplete?: string;
  readonly expiresIn?: number;
  readonly interval?: number;
}
