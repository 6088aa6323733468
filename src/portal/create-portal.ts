import { systemClock, type Clock } from '../aws/budget/clock.ts';
import type { Meter } from '../aws/meter.ts';
import type { PortalAws } from '../aws/portal-aws.ts';
import { badInput, GatewayError } from '../errors.ts';
import type { Cursors } from '../reading/cursor.ts';
import type { ReadScope } from '../reading/scope.ts';
import { accountsPage, type Walk } from './available/available-accounts.ts';
import { rolesPage } from './available/available-roles.ts';
import type { Background } from './background.ts';
import { announce, beginLogin } from './login/begin-login.ts';
import { Connections } from './connections.ts';
import { deviceFlow } from './login/device-flow.ts';
import { signInFinder } from './find-sign-in.ts';
import { Logins } from './login/logins.ts';
import { pkceFlow } from './login/pkce-flow.ts';
import { vanityFlow } from './login/vanity-flow.ts';
import type { Address } from './address.ts';
import type { Words } from './place.ts';
import type { Login, Person, Portal } from './portal.ts';
import { Sessions } from './tokens/sessions.ts';
import { SignInFacts, type TokenFacts } from './available/sign-in-facts.ts';
import { sessionOf, signInOver, type SignIn } from './sign-in.ts';
import { VanityStartUrls } from './vanity.ts';
import { lineageOf } from './tokens/token-cache.ts';
import type { FolderOptions } from './tokens/token-folder.ts';

export interface PortalOptions {
  /** AWS in a Region; asked once for each, and closed with the portal. */
  connect(region: string): Promise<PortalAws>;
  readonly cursors: Cursors;
  /** The local person's tokens; those of everybody else are in memory, each person's for themselves. */
  readonly tokenCache: ({ readonly folder: string } & FolderOptions) | 'memory';
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

const nobodyCounts: Meter = { record() {}, throttled() {}, waiting: (wait) => wait };

/** A person's side of Identity Center. Logins are in memory: one that the gateway did not live to see end is unknown to the next. */
export function createPortal(options: PortalOptions): Portal & { readonly left: Logins['left'] } {
  const { cursors, now = Date.now } = options;
  const closing = new AbortController();
  const connections = new Connections((region) => options.connect(region));
  const background: Background = {
    connect: (region) => connections.to(region),
    now,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    meter: options.meter ?? nobodyCounts,
    closing: closing.signal,
  };
  const vanity = new VanityStartUrls(closing.signal, options.fetch);
  const signInOf = signInFinder(options, vanity);
  const sessions = new Sessions(background);
  const facts = new SignInFacts(now);
  const logins = new Logins({
    now,
    closing: closing.signal,
    keep(signIn, token) {
      facts.forget(signIn);
      return sessions.keep(signIn, token);
    },
    changed: (person, login) => outside(() => options.changed?.(person, login)),
    unexpected,
  });
  const flows = {
    device: vanityFlow(deviceFlow(background), vanity),
    pkce: vanityFlow(pkceFlow(background), vanity),
  };

  function unexpected(error: unknown): void {
    options.unexpected?.(error);
  }

  /** A terminal, log or browser that fails takes no login along. */
  function outside(tell: () => unknown): void {
    Promise.try(tell).catch(unexpected);
  }

  /** Asks with the token of the sign-in that there is; `lineage` refuses every other one. */
  function ask<T>(
    signIn: SignIn,
    scope: ReadScope,
    question: (facts: TokenFacts, walk: Walk) => Promise<T>,
    lineage?: string,
  ): Promise<T> {
    return sessions.use(signIn, scope, (token, aws) => {
      const present = lineageOf(token);
      if (lineage !== undefined && lineage !== present) throw signInOver(signIn);
      const walk = { of: `portal ${signIn.key} ${present}`, cursors, now };
      return question(facts.of(signIn, token.accessToken, aws), walk);
    });
  }

  return {
    get left() {
      return logins.left;
    },

    async login(person, input, scope) {
      const signIn = await signInOf(person, input);
      const flow = person.isLocal ? flows[options.flow ?? 'device'] : flows.device;
      const begun = (login: Login) => announce(person, login, input, options, outside);
      return beginLogin(signIn, input, { logins, sessions, flow, begun }, scope);
    },

    cancelLogin: (person, loginId) => logins.cancel(person, loginId),
    watchLogin: (person, loginId, signal) => logins.watch(person, loginId, signal),

    async logout(person, choice, scope) {
      const signIn = await signInOf(person, choice);
      try {
        const signedOut = await sessions.end(signIn, scope);
        return { signedOut, session: sessionOf(signIn.place, 'SIGNED_OUT') };
      } finally {
        facts.forget(signIn);
      }
    },

    session: async (person, choice) => sessions.session(await signInOf(person, choice)),

    async accessToken(person, { lineage, ...choice }) {
      const token = await sessions.present(await signInOf(person, choice));
      const isOther = token && lineage !== undefined && lineageOf(token) !== lineage;
      return isOther ? undefined : token?.accessToken;
    },

    async heldSignIn(person, choice, scope) {
      const signIn = await signInOf(person, choice);
      const { startUrl, region } = signIn.place;
      return { startUrl, region, lineage: lineageOf(await sessions.current(signIn, scope)) };
    },

    async availableAccounts(person, choice, query, scope) {
      const signIn = await signInOf(person, choice);
      return ask(signIn, scope, (known, walk) => accountsPage(known, walk, query, scope));
    },

    async availableRoles(person, { accountIds, withAccountNames, ...choice }, query, scope) {
      const signIn = await signInOf(person, choice);
      const asked = { ...query, accountIds, withAccountNames };
      return ask(signIn, scope, (known, walk) => rolesPage(known, walk, asked, scope));
    },

    async roleCredentials(person, { accountId, roleName, lineage, ...choice }, scope) {
      if (!/^\d{12}$/.test(accountId)) throw badInput('accountId', 'give an id of 12 digits');
      if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
        throw badInput('roleName', 'give the name of a permission set that you hold on the account');
      const signIn = await signInOf(person, choice);
      try {
        return await ask(signIn, scope, (known) => known.credentials(accountId, roleName, scope), lineage);
      } catch (error) {
        // Whoever signs in now is in another sign-in, so that this is not what would help.
        const isOver = error instanceof GatewayError && error.code === 'LOGIN_REQUIRED';
        throw isOver && lineage !== undefined ? signInOver(signIn, error) : error;
      }
    },

    async close() {
      closing.abort(new GatewayError('AWS_UNAVAILABLE', 'The gateway was closed.'));
      facts.close();
      await logins.close();
      await connections.close();
    },
  };
}
