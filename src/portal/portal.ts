import type { Page } from '../reading/listing.ts';
import type { ReadScope } from '../reading/scope.ts';

/** Whose sign-in it is. Several people never see each other's logins, sessions or credentials. */
export interface Person {
  /** Unique among the viewers of the gateway: the issuer and subject, or `local`. */
  readonly viewerId: string;
  /** The one local person of a loopback gateway: their browser and their `~/.aws` may be used. */
  readonly isLocal: boolean;
}

/** Which Identity Center a person signs in to. What is left out comes from configuration. */
export interface PortalChoice {
  readonly startUrl?: string | null | undefined;
  readonly region?: string | null | undefined;
}

export type LoginState = 'PENDING' | 'SUCCEEDED' | 'DENIED' | 'EXPIRED' | 'CANCELLED' | 'FAILED';

/** A login as it stands. Never holds a device code, a token or a secret. */
export interface Login {
  readonly id: string;
  readonly state: LoginState;
  readonly startUrl: string;
  readonly region: string;
  readonly userCode?: string;
  readonly verificationUri?: string;
  /** Left out on a gateway that several people share: a link that carries the code invites phishing. */
  readonly verificationUriComplete?: string;
  /** On such a gateway; the message for people warns them. */
  readonly isShared?: boolean;
  /** When the user code stops working, in epoch milliseconds. */
  readonly expiresAt?: number;
  /** Once it has succeeded. */
  readonly session?: Session;
  /** Why it ended, when it ended badly. */
  readonly error?: string;
}

export interface LoginInput extends PortalChoice {
  /** @default false */
  readonly forceRefresh?: boolean | null | undefined;
  /** The least time that a cached token must still be valid for. @default 15 minutes */
  readonly expiryWindowMs?: number | null | undefined;
  /** @default only for the local person, unless AWS_SSO_DISABLE_BROWSER is 1 or true */
  readonly openBrowser?: boolean | null | undefined;
}

export interface Session {
  readonly startUrl: string;
  readonly region: string;
  readonly state: 'SIGNED_IN' | 'EXPIRED' | 'SIGNED_OUT';
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
  readonly refreshable: boolean;
  /** Tells this sign-in from every other of the same person at the same place. No secret. */
  readonly lineage?: string;
}

/** One sign-in, however often it is renewed. What is given out in its name ends with it. */
export interface HeldSignIn {
  readonly startUrl: string;
  readonly region: string;
  readonly lineage: string;
}

export interface AvailableAccount {
  readonly accountId: string;
  readonly name?: string;
  readonly email?: string;
}

export interface AvailableRole {
  readonly account: AvailableAccount;
  readonly roleName: string;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface PageQuery {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A person's side of Identity Center: signing in, what they may take, and credentials for it. */
export interface Portal {
  /** Answers at once: with the session there is, or with a code to approve, while it waits for the approval by itself. */
  login(person: Person, input: LoginInput, scope: ReadScope): Promise<Login>;
  cancelLogin(person: Person, loginId: string): Promise<Login>;
  /** The present state, then each change; ends after a final one. NOT_FOUND for a login that is not this person's. */
  watchLogin(
    person: Person,
    loginId: string,
    signal: AbortSignal,
  ): Promise<AsyncIterableIterator<Login, undefined>>;
  logout(
    person: Person,
    choice: PortalChoice,
    scope: ReadScope,
  ): Promise<{ signedOut: boolean; session: Session }>;
  session(person: Person, choice: PortalChoice): Promise<Session>;
  /**
   * The portal bearer token, with a `lineage` only that of that sign-in. The caller has checked that the person may
   * have it.
   */
  accessToken(
    person: Person,
    choice: PortalChoice & { readonly lineage?: string | undefined },
  ): Promise<string | undefined>;
  /** The sign-in that there is now; LOGIN_REQUIRED without one. */
  heldSignIn(person: Person, choice: PortalChoice, scope: ReadScope): Promise<HeldSignIn>;
  availableAccounts(
    person: Person,
    choice: PortalChoice,
    query: PageQuery,
    scope: ReadScope,
  ): Promise<Page<AvailableAccount>>;
  /** By account id and role name; of some accounts, when they are named. */
  availableRoles(
    person: Person,
    choice: PortalChoice & {
      readonly accountIds?: readonly string[] | null | undefined;
      /** Names of accounts that are named by id cost a list; without `accountIds` they come for nothing. @default true */
      readonly withAccountNames?: boolean | null | undefined;
    },
    query: PageQuery,
    scope: ReadScope,
  ): Promise<Page<AvailableRole>>;
  /**
   * The userName of the signed-in person. Neither the portal nor its token tells it: STS does, asked with credentials of
   * a role that the portal lists. NOT_FOUND where it lists none.
   */
  signedInName(person: Person, choice: PortalChoice, scope: ReadScope): Promise<string>;
  /** With a `lineage` only those of that sign-in: UNAUTHENTICATED when it is over. */
  roleCredentials(
    person: Person,
    choice: PortalChoice & {
      readonly accountId: string;
      readonly roleName: string;
      readonly lineage?: string | undefined;
    },
    scope: ReadScope,
  ): Promise<RoleCredentials>;
  /** Stops every login that waits; each ends as FAILED. */
  close(): Promise<void>;
}
