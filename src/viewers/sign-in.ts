/** How a page signs somebody in with an issuer: by authorization code and PKCE, as a client without a secret. */
export interface SignIn {
  readonly issuer: string;
  readonly label: string;
  readonly clientId: string;
  readonly scope: string;
  readonly token: 'access_token' | 'id_token';
  readonly parameters: Readonly<Record<string, string>>;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}
/** The origins that the page which finishes a sign-in asks for tokens: its `connect-src`, beside the gateway's own. */
export function originsOf(signIns: readonly SignIn[]): readonly string[] {
  return [...new Set(signIns.map(({ tokenEndpoint }) => new URL(tokenEndpoint).origin))];
}
