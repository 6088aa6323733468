/** What the gateway says of itself in the page that it sends. */
export interface Settings {
  readonly needsToken: boolean;
  /** Whether the gateway prints a link that opens the page signed in. */
  readonly hasLink: boolean;
  readonly graphiql: boolean;
  /** Of every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signIn?: { readonly issuers: readonly Issuer[]; readonly script: string };
}

/** Who vouches for people; the script of the sign-in knows the rest of it. */
export interface Issuer {
  readonly issuer: string;
  readonly label: string;
}

// The page is made by the gateway that answers it, so its form is not checked again.
export const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as Settings;
