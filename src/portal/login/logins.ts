import { randomUUID } from 'node:crypto';
import { GatewayError } from '../../errors.ts';
import type { Clock } from '../../aws/budget/clock.ts';
import type { Attempt, Ending, Flow } from './attempt.ts';
import type { Begun, Ledger } from './ledger.ts';
import type { Login, Person, Session } from '../portal.ts';
import type { SignIn } from '../sign-in.ts';
import { lineageOf, type Token } from '../tokens/token-cache.ts';

/** How long whoever has got a token may try to keep it, and how often others look whether they have. */
export const keepingMs = 60_000;
const lookEveryMs = 1_000;

/** A login that this process waits for. */
interface Held {
  readonly controller: AbortController;
  /** Settles when the attempt has ended and released everything. */
  readonly done: Promise<void>;
}

export interface LoginsOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Keeps the token of a login that has succeeded. */
  readonly keep: (signIn: SignIn, token: Token) => Promise<Session>;
  /** Each login at each of its states. */
  readonly changed: (person: Person, login: Login) => void;
  /** A fault that is our mistake; the login only says that there was one. */
  readonly unexpected: (error: unknown) => void;
  /** Aborts when the gateway closes, with an error that may be shown. */
  readonly closing: AbortSignal;
}

/** Everybody's logins: one at a time for each person and place, which goes on by itself until it has ended. */
export class Logins {
  readonly #options: LoginsOptions;
  readonly #ledger: Ledger;
  /** By the key of the sign-in, while AWS is asked for a new one. */
  readonly #beginning = new Map<string, Promise<Login>>();
  readonly #held = new Map<string, Held>();

  constructor(options: LoginsOptions) {
    this.#options = options;
    this.#ledger = options.ledger;
  }

  /** What is left of work and of watchers, for tests. */
  get left(): { readonly running: number; readonly watching: number; readonly kept: number } {
    return { running: this.#beginning.size + this.#held.size, ...this.#ledger.left };
  }

  /** The one under way. */
  async running({ key }: SignIn): Promise<Login | undefined> {
    return this.#beginning.get(key) ?? this.#ledger.underWay(key);
  }

  /** The one under way, or a new one. `begun` is told of a new one only. */
  async begin(signIn: SignIn, flow: Flow, begun: (login: Login) => void): Promise<Login> {
    const { key } = signIn;
    const running = this.#beginning.get(key);
    if (running) return running;
    const beginning = this.#begin(signIn, flow, begun);
    this.#beginning.set(key, beginning);
    const over = () => this.#beginning.delete(key);
    beginning.then(over, over);
    return beginning;
  }

  /** A login that was over at once, since there was a sign-in already. */
  async succeeded({ key, person, place }: SignIn, session: Session): Promise<Login> {
    const { startUrl, region } = place;
    const login: Login = { id: randomUUID(), state: 'SUCCEEDED', startUrl, region, session };
    await this.#ledger.enter({ key, person, place, login });
    this.#options.changed(person, login);
    return login;
  }

  async cancel(person: Person, loginId: string): Promise<Login> {
    const login = await this.#get(person, loginId);
    const cancelled: Login = { ...login, state: 'CANCELLED', error: 'It was cancelled.' };
    if (await this.#ledger.cancel(person, cancelled)) {
      this.#options.changed(person, cancelled);
      this.lost(loginId);
    }
    await this.#held.get(loginId)?.done;
    return this.#get(person, loginId);
  }

  async watch(person: Person, loginId: string, signal: AbortSignal) {
    return this.#ledger.watch(await this.#get(person, loginId), signal);
  }

  /** Goes on with a login that another process began and cannot finish any more. */
  adopt(
    signIn: SignIn,
    { login, before }: Begun,
    { leftMs, isKeeping }: Readonly<{ leftMs: number; isKeeping: boolean }>,
    resume: () => Promise<Attempt['finish']>,
  ): void {
    const { clock } = this.#options;
    const endsOn = clock.now() + leftMs;
    /** AWS gives a token once: whoever had this one may have kept it before they were gone, or be about to. */
    const kept = async (untilOn: number, signal: AbortSignal): Promise<Token | Ending> => {
      for (;;) {
        const token = await signIn.cache.read(signIn.place).catch(noneWhileAway);
        if (token && lineageOf(token) !== before) return token;
        if (clock.now() >= untilOn) return receivedInVain;
        await clock.sleep(lookEveryMs, signal);
      }
    };
    this.#hold(signIn, login, async (signal, isHeld) => {
      if (isKeeping) return kept(clock.now(), signal);
      const outcome = await (await resume())(signal, isHeld);
      const isDecided = !('state' in outcome) || outcome.state === 'DENIED' || clock.now() >= endsOn;
      return isDecided ? outcome : kept(clock.now() + keepingMs, signal);
    });
  }

  /** Stops waiting for a login that has ended, or that another process waits for. */
  lost(id: string): void {
    this.#held.get(id)?.controller.abort(new Error('The login is not this process’s any more'));
  }

  /** Once the gateway is closing: waits until every login has ended. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#beginning.values());
    await Promise.all([...this.#held.values()].map(({ done }) => done));
    await this.#ledger.close();
  }

  async #begin(signIn: SignIn, flow: Flow, begun: (login: Login) => void): Promise<Login> {
    const { key, person, place, cache } = signIn;
    const { closing } = this.#options;
    closing.throwIfAborted();
    const other = await this.#ledger.underWay(key);
    if (other) return other;
    const present = await cache.read(place);
    const attempt = await flow(signIn, closing);
    const { startUrl, region } = place;
    const login: Login = {
      id: randomUUID(),
      state: 'PENDING',
      startUrl,
      region,
      ...(person.isLocal ? attempt.shown : { ...withoutLink(attempt.shown), isShared: true }),
    };
    const before = present && lineageOf(present);
    const { carried } = attempt;
    const entered = await this.#ledger.enter({ key, person, place, login, before, carried });
    // Another process was first: its code is the one that the person is shown.
    if (entered.id !== login.id) return entered;
    this.#options.changed(person, login);
    this.#hold(signIn, login, attempt.finish);
    begun(login);
    return login;
  }

  #hold(signIn: SignIn, login: Login, finish: Attempt['finish']): void {
    const controller = new AbortController();
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.#held.set(login.id, { controller, done });
    const over = () => {
      this.#held.delete(login.id);
      resolve();
    };
    this.#finish(signIn, login, finish, controller).catch(this.#options.unexpected).finally(over);
  }

  async #finish(
    signIn: SignIn,
    login: Login,
    finish: Attempt['finish'],
    controller: AbortController,
  ): Promise<void> {
    const { person } = signIn;
    const { id } = login;
    const { keep, closing, unexpected } = this.#options;
    const close = () => controller.abort(closing.reason);
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
    try {
      const outcome = await finish(controller.signal, () => this.#ledger.isHeld(id));
      if ('state' in outcome) return await this.#end(person, { ...login, ...outcome });
      if (!(await this.#ledger.keeping(id))) return;
      const session = await keep(signIn, outcome);
      await this.#end(person, { ...login, state: 'SUCCEEDED', session });
    } catch (error) {
      if (controller.signal.aborted && controller.signal.reason !== closing.reason) return;
      if (closing.aborted && (await this.#ledger.leave(id))) return;
      const isExpected = error instanceof GatewayError;
      if (!isExpected) unexpected(error);
      const message = isExpected ? error.message : 'Something went wrong in the gateway; its log says more.';
      await this.#end(person, { ...login, state: 'FAILED', error: message });
    } finally {
      closing.removeEventListener('abort', close);
    }
  }

  async #end(person: Person, login: Login): Promise<void> {
    if (await this.#ledger.end(login)) this.#options.changed(person, login);
  }

  async #get(person: Person, loginId: string): Promise<Login> {
    const login = await this.#ledger.find(person, loginId);
    if (login) return login;
    const message =
      'There is no such login of yours. Logins are forgotten ten minutes after they ended, and when the gateway is started anew: begin a new one.';
    throw new GatewayError('NOT_FOUND', message, { argument: 'loginId' });
  }
}

/** A cache that cannot be read now may be the next time. */
function noneWhileAway(error: unknown): undefined {
  if (!(error instanceof GatewayError) || error.code !== 'STORE_UNAVAILABLE') throw error;
}

const receivedInVain = {
  state: 'FAILED',
  error: 'The gateway that AWS had given the token to ended before it could keep it; begin a new one.',
} as const;

/**
 * Leaves out the link that carries the code: on a shared gateway it would sign in whoever follows it for whoever sent
 * it.
 */
function withoutLink(shown: Attempt['shown']): Attempt['shown'] {
  const { verificationUriComplete, ...rest } = shown;
  return verificationUriComplete === undefined ? shown : rest;
}
