// Runs in the browser, on every page where somebody may sign in with an OpenID issuer: authorization code with PKCE,
// as a client without a secret. Nothing is kept but in the tab's sessionStorage.

import * as client from 'openid-client';

/** Where every page of the gateway has the token of its tab. */
export const tokenKey = 'identity-center-gateway.token';
const pendingKey = 'identity-center-gateway.sign-in';

const redirectUri = () => `${location.origin}/sign-in`;

/** Leaves this page for the issuer's; `finish` comes back to it. */
export async function begin(signIn) {
  const pending = {
    issuer: signIn.issuer,
    verifier: client.randomPKCECodeVerifier(),
    state: client.randomState(),
    nonce: client.randomNonce(),
    returnTo: location.pathname + location.search,
  };
  const challenge = await client.calculatePKCECodeChallenge(pending.verifier);
  sessionStorage.setItem(pendingKey, JSON.stringify(pending));
  const parameters = {
    ...signIn.parameters,
    redirect_uri: redirectUri(),
    scope: signIn.scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: pending.state,
    ...(isOpenid(signIn) && { nonce: pending.nonce }),
  };
  location.assign(client.buildAuthorizationUrl(configurationOf(signIn), parameters));
}

/** On the page where the issuer sends people back to: gets the token, and goes back to where `begin` was. */
export async function finish(signIns) {
  const pending = JSON.parse(sessionStorage.getItem(pendingKey) ?? 'null');
  sessionStorage.removeItem(pendingKey);
  const signIn = signIns.find(({ issuer }) => issuer === pending?.issuer);
  if (!signIn) throw new Error('No sign-in was begun in this tab, or its issuer cannot be reached now.');
  const answered = new URL(location.href);
  // The code is worth nothing without what this tab has, and need not stand in the history all the same.
  history.replaceState(null, '', '/sign-in');
  const tokens = await client.authorizationCodeGrant(configurationOf(signIn), answered, {
    pkceCodeVerifier: pending.verifier,
    expectedState: pending.state,
    ...(isOpenid(signIn) && { expectedNonce: pending.nonce }),
    idTokenExpected: signIn.token === 'id_token',
  });
  sessionStorage.setItem(tokenKey, tokens[signIn.token]);
  location.replace(pending.returnTo);
}

function configurationOf({ issuer, clientId, authorizationEndpoint, tokenEndpoint }) {
  const server = {
    issuer,
    authorization_endpoint: authorizationEndpoint,
    token_endpoint: tokenEndpoint,
  };
  const configuration = new client.Configuration(server, clientId, undefined, client.None());
  // The gateway takes http: from issuers of its own machine only.
  if (new URL(tokenEndpoint).protocol === 'http:') client.allowInsecureRequests(configuration);
  return configuration;
}

/** Only then is there an ID token, which the nonce comes back in. */
function isOpenid({ scope }) {
  return scope.split(' ').includes('openid');
}
