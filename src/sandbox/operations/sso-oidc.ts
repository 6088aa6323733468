import type { Operations } from '../models/sso-oidc.generated.ts';
import { WireError } from '../protocol/errors.ts';
import { type Client, grantTypes, withoutPort } from '../sign-in/clients.ts';
import { welcomeUser } from '../sign-in/sign-ins.ts';
import { isStartUrl } from '../sign-in/start-url.ts';
import type { Tokens } from '../sign-in/sessions.ts';
import type { Call, Handlers } from './call.ts';

type Input<Name extends keyof Operations> = Operations[Name]['input'];

/** What a client may do that did not say what it wants. */
const defaultGrantTypes: readonly string[] = [grantTypes.deviceCode, grantTypes.refreshToken];
const knownGrantTypes: readonly string[] = Object.values(grantTypes);

export const oidc: Handlers<Operations> = {
  RegisterClient(input, call) {
    checkRegistration(input, call);
    const client = call.signIns.clients.register({
      name: input.clientName,
      scopes: input.scopes ?? [],
      grantTypes: input.grantTypes ?? defaultGrantTypes,
      redirectUris: input.redirectUris ?? [],
    });
    return {
      clientId: client.id,
      clientSecret: client.secret,
      clientIdIssuedAt: Math.floor(client.registeredAt / 1000),
      clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
    };
  },

  StartDeviceAuthorization(input, call) {
    const client = requireClient(input, call);
    requireGrant(client, grantTypes.deviceCode);
    if (!isStartUrl(input.startUrl, call.organization)) {
      throw new WireError('InvalidRequestException', `There is no start URL ${input.startUrl} here.`);
    }
    const { signIns, base } = call;
    const { deviceCode, userCode } = signIns.deviceAuthorizations.start(client);
    const verificationUri = `${base}/device`;
    return {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: Math.floor(signIns.deviceCodeTtlMs / 1000),
      // Whole seconds only: no client that keeps to them polls too soon.
      interval: Math.ceil(signIns.pollIntervalMs / 1000),
    };
  },

  CreateToken(input, call) {
    const client = requireClient(input, call);
    if (!knownGrantTypes.includes(input.grantType)) {
      throw new WireError('UnsupportedGrantTypeException', `There is no grant type ${input.grantType}.`);
    }
    requireGrant(client, input.grantType);
    const { accessToken, expiresInMs, refreshToken } = tokensFor(input, client, call);
    return {
      accessToken,
      tokenType: 'Bearer',
      expiresIn: Math.floor(expiresInMs / 1000),
      ...(refreshToken !== undefined && { refreshToken }),
    };
  },
};

function checkRegistration(input: Input<'RegisterClient'>, { organization }: Call): void {
  const { clientType, scopes = [], redirectUris = [], issuerUrl } = input;
  const wanted = input.grantTypes ?? defaultGrantTypes;
  if (clientType !== 'public') {
    throw new WireError('InvalidClientMetadataException', 'A client can be of the type public only.');
  }
  if (scopes.some((scope) => !/^[!#-[\]-~]+$/.test(scope))) {
    throw new WireError('InvalidScopeException', 'A scope is a word without spaces.');
  }
  if (wanted.some((grantType) => !knownGrantTypes.includes(grantType))) {
    throw new WireError('UnsupportedGrantTypeException', `Grant types are ${knownGrantTypes.join(', ')}.`);
  }
  if (redirectUris.some((address) => withoutPort(address) === undefined)) {
    throw new WireError('InvalidRedirectUriException', 'A redirect URI is an http address on loopback.');
  }
  if (issuerUrl !== undefined && !isStartUrl(issuerUrl, organization)) {
    throw new WireError('InvalidRequestException', `There is no start URL ${issuerUrl} here.`);
  }
  const needsRedirect = wanted.includes(grantTypes.authorizationCode);
  if (needsRedirect && (redirectUris.length === 0 || issuerUrl === undefined)) {
    throw new WireError(
      'InvalidRequestException',
      'A client of authorization_code needs redirectUris and issuerUrl.',
    );
  }
}

function requireClient(
  { clientId, clientSecret }: Input<'StartDeviceAuthorization'> | Input<'CreateToken'>,
  { signIns }: Call,
): Client {
  const client = signIns.clients.get(clientId);
  if (client?.secret !== clientSecret) {
    throw new WireError(
      'InvalidClientException',
      'There is no such client, its secret is wrong, or its registration is over.',
    );
  }
  return client;
}

function requireGrant(client: Client, grantType: string): void {
  if (!client.grantTypes.includes(grantType)) {
    throw new WireError('UnauthorizedClientException', `The client did not register for ${grantType}.`);
  }
}

function tokensFor(input: Input<'CreateToken'>, client: Client, call: Call): Tokens {
  switch (input.grantType) {
    case grantTypes.deviceCode:
      return tokensByDeviceCode(required('deviceCode', input.deviceCode), client, call);
    case grantTypes.refreshToken:
      return tokensByRefreshToken(required('refreshToken', input.refreshToken), client, call);
    default:
      return tokensByAuthorizationCode(input, client, call);
  }
}

function tokensByDeviceCode(deviceCode: string, client: Client, call: Call): Tokens {
  const answer = call.signIns.deviceAuthorizations.poll(deviceCode, client);
  switch (answer) {
    case 'pending':
      throw new WireError('AuthorizationPendingException', 'Nobody has approved or denied this yet.');
    case 'too-soon':
      throw new WireError('SlowDownException', 'This came sooner than the interval allows.');
    case 'denied':
      throw new WireError('AccessDeniedException', 'The person has denied this.');
    case 'expired':
      throw new WireError('ExpiredTokenException', 'The device code has expired.');
    case 'unknown':
      throw new WireError('InvalidGrantException', 'There is no such device code, or it was used.');
    default:
      return tokensOf(answer.userId, client, client.scopes, call);
  }
}

function tokensByRefreshToken(refreshToken: string, client: Client, call: Call): Tokens {
  const { signIns, organization } = call;
  const isWelcome = (userId: string): boolean => welcomeUser(organization, userId) !== undefined;
  const tokens = signIns.sessions.renew(refreshToken, client, isWelcome);
  if (tokens === undefined) {
    throw new WireError('InvalidGrantException', 'The refresh token was used, has expired or was ended.');
  }
  return tokens;
}

function tokensByAuthorizationCode(input: Input<'CreateToken'>, client: Client, call: Call): Tokens {
  const authorization = call.signIns.authorizationCodes.redeem(required('code', input.code), {
    client,
    redirectUri: required('redirectUri', input.redirectUri),
    codeVerifier: required('codeVerifier', input.codeVerifier),
  });
  if (authorization === undefined) {
    throw new WireError(
      'InvalidGrantException',
      'The code was used, has expired, or is not for this client, redirect URI and code verifier.',
    );
  }
  return tokensOf(authorization.userId, client, authorization.scopes, call);
}

function tokensOf(userId: string, client: Client, scopes: readonly string[], call: Call): Tokens {
  if (welcomeUser(call.organization, userId) === undefined) {
    throw new WireError('AccessDeniedException', 'The person was deleted or disabled.');
  }
  return call.signIns.sessions.open(userId, client, scopes);
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw new WireError('InvalidRequestException', `${name} is missing.`);
  return value;
}
