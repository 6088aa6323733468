import { systemClock, type Clock } from '../aws/budget/clock.ts';
import { readConfigFiles } from '../aws/connection/config-files.ts';
import type { Meter } from '../aws/meter.ts';
import type { PortalAws } from '../aws/portal-aws.ts';
import { badInput, GatewayError } from '../errors.ts';
import type { Cursors } from '../reading/cursor.ts';
import { until, type ReadScope } from '../reading/scope.ts';
import { accountsPage } from './available-accounts.ts';
import { rolesPage } from './available-roles.ts';
import type { Background } from './background.ts';
import { deviceFlow } from './device-flow.ts';
import { Logins } from './logins.ts';
import { pkceFlow } from './pkce-flow.ts';
import { placeOf, sharedPlaceOf, type Address } from './place.ts';
import type { Login, LoginInput, Person, Portal, PortalChoice } from './portal.ts';
import { Sessions } from './sessions.ts';
import { SignInFacts, type TokenFacts } from './sign-in-facts.ts';
import { sessionOf, signInKey, type SignIn } from './sign-in.ts';
import { createMemoryCache, type TokenCache } from './token-cache.ts';
import { createFolderCache } from './token-folder.ts';

export interface PortalOptions {
  /** AWS in a Region; asked once for each, and closed with the portal. */
  connect(region: string): Promise<PortalAws>;
  readonly cursors: Cursors;
  /** The local person's tokens; those of everybody else are in memory, each person's for themselves. */
  readonly tokenCache: { readonly folder: string } | 'memory';
  /** @default AWS_DEFAULT_SSO_START_URL, else the only one in the AWS config file */
  readonly startUrl?: string | undefined;
  /** Of the access portal. @default AWS_DEFAULT_SSO_REGION, else the one that goes with the start URL */
  readonly region?: string | undefined;
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
const defaultExpiryWindowMs = 15 * 60_000;

/** A person's side of Identity Center. Logins are in memory: one that the gateway did not live to see end is unknown to the next. */
export function createPortal(options: PortalOptions): Portal & { readonly left: Logins['left'] } {
  const { cursors, environment = process.env, now = Date.now } = options;
  const closing = new AbortController();
  const connections = new Map<string, Promise<PortalAws>>();
  const background: Background = {
    connect,
    now,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    meter: options.meter ?? nobodyCounts,
    closing: closing.signal,
  };
  const sessions = new Sessions(background);
  const facts = new SignInFacts(now);
  const logins = new Logins({
    now,
    closing: closing.signal,
    keep(signIn, token) {
      facts.forget(signIn);
      return sessions.keep(signIn, token);
    },
    changed: (person, login) => tellOutside(() => options.changed?.(person, login)),
    unexpected,
  });
  const flows = { device: deviceFlow(background), pkce: pkceFlow(background) };
  const folder = options.tokenCache === 'memory' ? undefined : createFolderCache(options.tokenCache.folder);
  const memories = new Map<string, TokenCache>();

  function connect(region: string): Promise<PortalAws> {
    const known = connections.get(region);
    if (known) return known;
    const connection = options.connect(region);
    connections.set(region, connection);
    connection.catch(() => connections.delete(region));
    return connection;
  }

  function unexpected(error: unknown): void {
    options.unexpected?.(error);
  }

  /** A terminal, log or browser that fails takes no login along. */
  function tellOutside(tell: () => unknown): void {
    Promise.try(tell).catch(unexpected);
  }

  async function signInOf(person: Person, choice: PortalChoice): Promise<SignIn> {
    const defaults = {
      startUrl: options.startUrl ?? environment['AWS_DEFAULT_SSO_START_URL'],
      region: options.region ?? environment['AWS_DEFAULT_SSO_REGION'],
    };
    const place = person.isLocal
      ? placeOf(choice, defaults, await readConfigFiles(environment))
      : sharedPlaceOf(choice, defaults, options.allowed ?? []);
    return { key: signInKey(person, place), person, place, cache: cacheOf(person) };
  }

  function cacheOf({ viewerId, isLocal }: Person): TokenCache {
    if (isLocal && folder) return folder;
    const known = memories.get(viewerId);
    if (known) return known;
    const memory = createMemoryCache();
    memories.set(viewerId, memory);
    return memory;
  }

  /** Shows a login that has just begun, and opens the browser where that is wanted and possible. */
  function announce(person: Person, login: Login, { openBrowser = null }: LoginInput): void {
    if (!person.isLocal) return;
    tellOutside(() => options.tell?.(login));
    const url = login.verificationUriComplete ?? login.verificationUri;
    const isDisabled = /^(?:1|true)$/i.test(environment['AWS_SSO_DISABLE_BROWSER'] ?? '');
    if (openBrowser === false || isDisabled || url === undefined || !/^https?:\/\//i.test(url)) return;
    tellOutside(() => options.openBrowser?.(url));
  }

  async function withFacts<T>(
    person: Person,
    choice: PortalChoice,
    scope: ReadScope,
    ask: (facts: TokenFacts, signIn: SignIn) => Promise<T>,
  ): Promise<T> {
    const signIn = await signInOf(person, choice);
    return sessions.use(signIn, scope, (accessToken, aws) => ask(facts.of(signIn, accessToken, aws), signIn));
  }

  return {
    get left() {
      return logins.left;
    },

    async login(person, input, scope) {
      const windowMs = expiryWindow(input);
      const signIn = await signInOf(person, input);
      const signals = [scope.signal, scope.deadline];
      const joined = <T>(work: () => Promise<T>) => {
        // Nothing begins for whoever has left, and so nothing fails that nobody waits for.
        for (const signal of signals) signal.throwIfAborted();
        return until(work(), signals);
      };
      const running = await joined(() => logins.running(signIn));
      if (running?.state === 'PENDING') return running;
      if (input.forceRefresh !== true && (await sessions.isSignedIn(signIn, windowMs, scope)))
        return logins.succeeded(signIn, await sessions.session(signIn));
      const flow = person.isLocal ? flows[options.flow ?? 'device'] : flows.device;
      return joined(() => logins.begin(signIn, flow, (login) => announce(person, login, input)));
    },

    cancelLogin: (person, loginId) => logins.cancel(person, loginId),
    watchLogin: (person, loginId, signal) => logins.watch(person, loginId, signal),

    async logout(person, choice, scope) {
      const signIn = await signInOf(person, choice);
      facts.forget(signIn);
      const signedOut = await sessions.end(signIn, scope);
      return { signedOut, session: sessionOf(signIn.place, 'SIGNED_OUT') };
    },

    session: async (person, choice) => sessions.session(await signInOf(person, choice)),
    accessToken: async (person, choice) => sessions.accessToken(await signInOf(person, choice)),

    availableAccounts: (person, choice, query, scope) =>
      withFacts(person, choice, scope, (known, signIn) =>
        accountsPage(known, { signIn, cursors, now }, query, scope),
      ),

    availableRoles(person, choice, query, scope) {
      const { accountIds, withAccountNames } = choice;
      const asked = { ...query, accountIds, withAccountNames };
      return withFacts(person, choice, scope, (known, signIn) =>
        rolesPage(known, { signIn, cursors, now }, asked, scope),
      );
    },

    async roleCredentials(person, { accountId, roleName, ...choice }, scope) {
      if (!/^\d{12}$/.test(accountId)) throw badInput('accountId', 'give an id of 12 digits');
      if (!/^[\w+=,.@-]{1,64}$/.test(roleName))
        throw badInput('roleName', 'give the name of a permission set that you hold on the account');
      return withFacts(person, choice, scope, (known) => known.credentials(accountId, roleName, scope));
    },

    async close() {
      closing.abort(new GatewayError('AWS_UNAVAILABLE', 'The gateway was closed.'));
      facts.close();
      await logins.close();
      memories.clear();
      const connected = await Promise.allSettled(connections.values());
      for (const connection of connected) if (connection.status === 'fulfilled') connection.value.close();
    },
  };
}

function expiryWindow({ expiryWindowMs }: LoginInput): number {
  const windowMs = expiryWindowMs ?? defaultExpiryWindowMs;
  if (windowMs >= 0) return windowMs;
  throw badInput('expiryWindow', 'give a duration that is not negative');
}
