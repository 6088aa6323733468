import { systemClock } from '../aws/budget/clock.ts';
import type { Meter } from '../aws/call/meter.ts';
import { GatewayError } from '../errors.ts';
import { Access } from './available/access.ts';
import type { Background } from './background.ts';
import { Connections } from './connections.ts';
import { signInFinder } from './find-sign-in.ts';
import { announce, beginLogin } from './login/begin-login.ts';
import { deviceFlow } from './login/device-flow.ts';
import { Logins } from './login/logins.ts';
import type { Ledger } from './login/ledger.ts';
import { MemoryLedger } from './login/memory-ledger.ts';
import { pkceFlow } from './login/pkce-flow.ts';
import { vanityFlow, vanityResume } from './login/vanity-flow.ts';
import type { PortalOptions } from './portal-options.ts';
import type { Login, Portal } from './portal.ts';
import { sessionOf } from './sign-in.ts';
import { Sessions } from './tokens/sessions.ts';
import { lineageOf } from './tokens/token-cache.ts';
import { VanityStartUrls } from './vanity.ts';

const nobodyCounts: Meter = { record() {}, throttled() {}, waiting: (wait) => wait };

/** A person's side of Identity Center. Logins survive a restart of the gateway where their ledger does. */
export function createPortal(options: PortalOptions): Portal & { readonly left: Logins['left'] } {
  const { now = Date.now } = options;
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
  const { signInOf, cacheOf } = signInFinder(options, vanity);
  const sessions = new Sessions(background);
  const access = new Access(sessions, options.cursors, now);
  const device = deviceFlow(background);
  const flows = {
    device: vanityFlow(device.begin, vanity),
    pkce: vanityFlow(pkceFlow(background), vanity),
  };
  const resume = vanityResume(device.resume);
  const ledger: Ledger = options.ledger
    ? options.ledger({
        adopted(begun, leftMs, isKeeping) {
          const { key, person, place, carried } = begun;
          if (!carried) return;
          const signIn = { key, person, place, cache: cacheOf(person) };
          logins.adopt(signIn, begun, { leftMs, isKeeping }, () => resume(signIn, carried, leftMs));
        },
        lost: (id) => logins.lost(id),
      })
    : new MemoryLedger(now);
  const logins = new Logins({
    ledger,
    clock: background.clock,
    closing: closing.signal,
    keep(signIn, token) {
      access.forget(signIn);
      return sessions.keep(signIn, token);
    },
    changed: (person, login) => outside(() => options.changed?.(person, login)),
    unexpected,
  });

  function unexpected(error: unknown): void {
    options.unexpected?.(error);
  }

  /** Runs what tells others of a login: a terminal, log or browser that fails must not end the login. */
  function outside(tell: () => unknown): void {
    Promise.try(tell).catch(unexpected);
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
        access.forget(signIn);
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

    availableAccounts: async (person, choice, query, scope) =>
      access.accounts(await signInOf(person, choice), query, scope),

    async availableRoles(person, { accountIds, withAccountNames, ...choice }, query, scope) {
      const signIn = await signInOf(person, choice);
      return access.roles(signIn, { ...query, accountIds, withAccountNames }, scope);
    },

    signedInName: async (person, choice, scope) => access.userName(await signInOf(person, choice), scope),

    async roleCredentials(person, { accountId, roleName, lineage, ...choice }, scope) {
      const signIn = await signInOf(person, choice);
      return access.credentials(signIn, { accountId, roleName, lineage }, scope);
    },

    async close() {
      closing.abort(new GatewayError('AWS_UNAVAILABLE', 'The gateway was closed.'));
      access.close();
      await logins.close();
      await connections.close();
    },
  };
}
