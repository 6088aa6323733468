import type { Clock } from '../aws/budget/clock.ts';
import type { Meter } from '../aws/call/meter.ts';
import type { PortalAws } from '../aws/portal-aws.ts';
import type { Cursors } from '../reading/cursor.ts';
import type { Address } from './address.ts';
import type { Ledger, LedgerEvents } from './login/ledger.ts';
import type { Words } from './place.ts';
import type { Login, Person } from './portal.ts';
import type { TokenCache } from './tokens/token-cache.ts';
import type { FolderOptions } from './tokens/token-folder.ts';

export interface PortalOptions {
  /** AWS in a Region; asked once for each, and closed with the portal. */
  connect(region: string): Promise<PortalAws>;
  readonly cursors: Cursors;
  /** The local person's tokens. */
  readonly tokenCache: ({ readonly folder: string } & FolderOptions) | 'memory';
  /** Everybody else's, each person's for themselves. @default in memory */
  tokensOf?(viewerId: string): TokenCache;
  /** Where logins are entered, which it tells of those that others have left. @default in memory */
  ledger?(events: LedgerEvents): Ledger;
  /** @default AWS_DEFAULT_SSO_START_URL, else that of the session or profile, else the only one in the AWS config file */
  readonly startUrl?: string | undefined;
  /** Of the access portal. @default AWS_DEFAULT_SSO_REGION, else the one that goes with the start URL */
  readonly region?: string | undefined;
  /** An sso-session of the AWS config file: the local person signs in there, and no other session's sign-in counts. */
  readonly ssoSession?: string | undefined;
  /** A profile of the AWS config file that may say where the local person signs in. @default AWS_PROFILE */
  readonly profile?: string | undefined;
  /** How errors name what would decide where to sign in. @default the arguments of GraphQL */
  readonly words?: Words;
  /** Asks where a start URL of somebody's own leads. @default fetch */
  readonly fetch?: typeof fetch;
  /** Where people who are not local may sign in, besides the configured start URL. @default nowhere */
  readonly allowed?: readonly Address[];
  /** How the local person signs in; everybody else has a device code. @default device */
  readonly flow?: 'device' | 'pkce';
  /** Opens the browser of this machine. @default nobody can */
  openBrowser?(url: string): Promise<void>;
  /** Shows the local person a login that waits, where they sit. */
  tell?(login: Login): void;
  /** Each login at each of its states, for the audit log. */
  changed?(person: Person, login: Login): void;
  /** A fault that no request is told of, for the log. */
  unexpected?(error: unknown): void;
  /** Counts calls that no request waits for: of polls, and of renewals. */
  readonly meter?: Meter;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number;
  /** @default the system's */
  readonly clock?: Clock;
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number;
}
