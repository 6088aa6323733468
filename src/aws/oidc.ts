import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
  type SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc';
import { present } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { asSdkError } from './call/fault.ts';
import { createService } from './service.ts';

/** OAuth's names of the ways to a token, as a client registers them. */
export const grantTypes = {
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  refreshToken: 'refresh_token',
  authorizationCode: 'authorization_code',
} as const;

export interface Registration {
  readonly clientName: string;
  /** Without any, tokens cannot be renewed. */
  readonly scopes?: readonly string[];
  /** For sign-in by PKCE: loopback addresses are registered without their port. */
  readonly redirectUris?: readonly string[];
  /** Of `grantTypes`. */
  readonly grantTypes?: readonly string[];
  /** For sign-in by PKCE: the start URL. */
  readonly issuerUrl?: string;
}

export interface ClientFacts {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface DeviceAuthorizationFacts {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** With the user code in it. */
  readonly verificationUriComplete?: string;
  readonly expiresInMs: number;
  /** The least time between two polls. */
  readonly intervalMs: number;
}

export interface TokenFacts {
  readonly accessToken: string;
  readonly expiresInMs: number;
  readonly refreshToken?: string;
}

/** What a token is asked for with. */
export type Grant =
  | { readonly deviceCode: string }
  | { readonly refreshToken: string }
  | { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string };

/** OAuth's words for how a sign-in stands or ended: states, which whoever signs in goes on from. */
export type Refusal =
  | ClientRefusal
  /** The person has not decided yet: poll again after the interval. */
  | 'authorization_pending'
  /** The person has not decided yet, and polls come too fast: the interval is 5 seconds longer from now on. */
  | 'slow_down'
  | 'expired_token'
  | 'access_denied'
  /** The code or refresh token is used up, revoked or unknown: only a new sign-in helps. */
  | 'invalid_grant';

/** AWS does not know the client, or no longer: register anew. */
export type ClientRefusal = 'invalid_client' | 'unauthorized_client';

export interface Refused<Word extends Refusal = Refusal> {
  readonly refused: Word;
}

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Of the code verifier: SHA-256 in base64url. */
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
}

/** sso-oidc: how a person gets the token that the portal takes. No call needs AWS credentials. */
export interface Oidc {
  registerClient(registration: Registration, options: CallOptions): Promise<ClientFacts>;
  /** A start URL that AWS does not know in this Region is BAD_INPUT. */
  startDeviceAuthorization(
    client: Pick<ClientFacts, 'clientId' | 'clientSecret'>,
    startUrl: string,
    options: CallOptions,
  ): Promise<DeviceAuthorizationFacts | Refused<ClientRefusal>>;
  /** By device code it makes one attempt, as each counts as a poll, and leaves faults to whoever polls. */
  createToken(
    client: Pick<ClientFacts, 'clientId' | 'clientSecret'>,
    grant: Grant,
    options: CallOptions,
  ): Promise<TokenFacts | Refused>;
  /** Where a browser begins a sign-in by PKCE. Makes no call. */
  authorizationUrl(request: AuthorizationRequest): URL;
}

/** RFC 8628: what holds when the answer has no interval. */
const defaultIntervalSeconds = 5;

const clientRefusals: ReadonlyMap<string, ClientRefusal> = new Map([
  ['InvalidClientException', 'invalid_client'],
  ['UnauthorizedClientException', 'unauthorized_client'],
]);
const refusals: ReadonlyMap<string, Refusal> = new Map<string, Refusal>([
  ...clientRefusals,
  ['AuthorizationPendingException', 'authorization_pending'],
  ['SlowDownException', 'slow_down'],
  ['ExpiredTokenException', 'expired_token'],
  ['AccessDeniedException', 'access_denied'],
  ['InvalidGrantException', 'invalid_grant'],
]);

/** `base` is the URL of the service. */
export function createOidc(client: SSOOIDCClient, call: Caller, base: URL): Oidc {
  // sso-oidc has no lists.
  const { get } = createService('sso-oidc', 1, call);
  return {
    registerClient: ({ clientName, scopes, redirectUris, grantTypes: types, issuerUrl }, options) => {
      const lists = present({
        scopes: scopes && [...scopes],
        redirectUris: redirectUris && [...redirectUris],
        grantTypes: types && [...types],
      });
      const input = { clientName, clientType: 'public', issuerUrl, ...lists };
      return get(
        'RegisterClient',
        options,
        (http) => client.send(new RegisterClientCommand(input), http),
        (output, answer) => ({
          clientId: answer.required('clientId', output.clientId),
          clientSecret: answer.required('clientSecret', output.clientSecret),
          expiresAt: answer.requiredNumber('clientSecretExpiresAt', output.clientSecretExpiresAt) * 1000,
        }),
      );
    },

    startDeviceAuthorization: ({ clientId, clientSecret }, startUrl, options) => {
      const input = { clientId, clientSecret, startUrl };
      return get(
        'StartDeviceAuthorization',
        options,
        (http) =>
          client
            .send(new StartDeviceAuthorizationCommand(input), http)
            .catch((error: unknown) => refusedBy(error, clientRefusals)),
        (output, answer) => {
          if ('refused' in output) return output;
          const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn } = output;
          return {
            deviceCode: answer.required('deviceCode', deviceCode),
            userCode: answer.required('userCode', userCode),
            verificationUri: answer.required('verificationUri', verificationUri),
            ...present({
              verificationUriComplete: answer.text('verificationUriComplete', verificationUriComplete),
            }),
            expiresInMs: answer.requiredNumber('expiresIn', expiresIn) * 1000,
            intervalMs: (answer.number('interval', output.interval) ?? defaultIntervalSeconds) * 1000,
          };
        },
      );
    },

    createToken: ({ clientId, clientSecret }, grant, options) => {
      const input = { clientId, clientSecret, ...grant, grantType: grantTypeOf(grant) };
      return get(
        'CreateToken',
        { ...options, once: 'deviceCode' in grant },
        (http) =>
          client
            .send(new CreateTokenCommand(input), http)
            .catch((error: unknown) => refusedBy(error, refusals)),
        (output, answer) => {
          if ('refused' in output) return output;
          return {
            accessToken: answer.required('accessToken', output.accessToken),
            expiresInMs: answer.requiredNumber('expiresIn', output.expiresIn) * 1000,
            ...present({ refreshToken: answer.text('refreshToken', output.refreshToken) }),
          };
        },
      );
    },

    authorizationUrl: ({ clientId, redirectUri, state, codeChallenge, scopes }) => {
      // Put together anew, without the user and password that an endpoint may have.
      const url = new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}/authorize`);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge_method: 'S256',
        code_challenge: codeChallenge,
        // Not `scope`, as OAuth has it.
        scopes: scopes.join(' '),
      }).toString();
      return url;
    },
  };
}

function grantTypeOf(grant: Grant): string {
  if ('deviceCode' in grant) return grantTypes.deviceCode;
  return 'refreshToken' in grant ? grantTypes.refreshToken : grantTypes.authorizationCode;
}

/** An answer in place of an error that tells a state; any other error goes on. */
function refusedBy<Word extends Refusal>(error: unknown, words: ReadonlyMap<string, Word>): Refused<Word> {
  const { name = '', Reason } = asSdkError(error);
  const refused = words.get(name);
  // AccessDenied with a reason is about the KMS key of the instance; only without one did the person refuse.
  if (refused === undefined || Reason !== undefined) throw error;
  return { refused };
}
