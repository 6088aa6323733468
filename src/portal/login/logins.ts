import { randomUUID } from 'node:crypto';
import { GatewayError } from '../../errors.ts';
import type { Attempt, Ending, Flow } from './attempt.ts';
import { Live } from './live.ts';
import type { Login, Person, Session } from '../portal.ts';
import type { SignIn } from '../sign-in.ts';
import type { Token } from '../tokens/token-cache.ts';

/** A login that has ended can be looked at for so long, and so many of each person. */
const keptMs = 10 * 60_000;
const keptOfPerson = 20;

interface Entry {
  readonly viewerId: string;
  readonly live: Live<Login>;
  readonly controller: AbortController;
  /** Whether the token has arrived and is being kept: then it is too late to cancel. */
  isKeeping: boolean;
  /** Settles when the attempt has ended and released everything. */
  done: Promise<void>;
  /** Epoch milliseconds. */
  endedAt: number | undefined;
}

export interface LoginsOptions {
  readonly now: () => number;
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
  readonly #entries = new Map<string, Entry>();
  /** By the key of the sign-in, from before AWS is asked until the end. */
  readonly #running = new Map<string, Promise<Entry>>();

  constructor(options: LoginsOptions) {
    this.#options = options;
  }

  /** What is left of work and of watchers, for tests. */
  get left(): { readonly running: number; readonly watching: number; readonly kept: number } {
    let watching = 0;
    for (const { live } of this.#entries.values()) watching += live.waiting;
    return { running: this.#running.size, watching, kept: this.#entries.size };
  }

  /** The one under way. */
  async running({ key }: SignIn): Promise<Login | undefined> {
    return (await this.#running.get(key))?.live.value;
  }

  /** The one under way, or a new one. `begun` is told of a new one only. */
  async begin(signIn: SignIn, flow: Flow, begun: (login: Login) => void): Promise<Login> {
    const { key } = signIn;
    const running = this.#running.get(key);
    if (running) return (await running).live.value;
    const beginning = this.#begin(signIn, flow, begun);
    this.#running.set(key, beginning);
    const over = () => this.#running.delete(key);
    beginning.then(({ done }) => done.then(over, over), over);
    return (await beginning).live.value;
  }

  /** A login that was over at once, since there was a sign-in already. */
  succeeded({ person, place }: SignIn, session: Session): Login {
    const { startUrl, region } = place;
    const login: Login = { id: randomUUID(), state: 'SUCCEEDED', startUrl, region, session };
    const entry = this.#add(person, login);
    this.#ended(entry);
    return login;
  }

  async cancel(person: Person, loginId: string): Promise<Login> {
    const entry = this.#get(person, loginId);
    if (!entry.isKeeping) {
      this.#end(person, entry, { state: 'CANCELLED', error: 'It was cancelled.' });
      entry.controller.abort(new Error('The login was cancelled'));
    }
    await entry.done;
    return entry.live.value;
  }

  watch(person: Person, loginId: string, signal: AbortSignal): AsyncIterableIterator<Login, undefined> {
    return this.#get(person, loginId).live.watch(signal);
  }

  /** Once the gateway is closing: waits until every login has ended. */
  async close(): Promise<void> {
    const ends = [...this.#running.values()].map((running) => running.then(({ done }) => done));
    await Promise.allSettled(ends);
  }

  async #begin(signIn: SignIn, flow: Flow, begun: (login: Login) => void): Promise<Entry> {
    const { person, place } = signIn;
    const { closing } = this.#options;
    closing.throwIfAborted();
    const attempt = await flow(signIn, closing);
    const { startUrl, region } = place;
    const login: Login = {
      id: randomUUID(),
      state: 'PENDING',
      startUrl,
      region,
      ...(person.isLocal ? attempt.shown : { ...withoutLink(attempt.shown), isShared: true }),
    };
    const entry = this.#add(person, login);
    entry.done = this.#finish(signIn, entry, attempt);
    begun(login);
    return entry;
  }

  async #finish(signIn: SignIn, entry: Entry, attempt: Attempt): Promise<void> {
    const { person } = signIn;
    const { keep, closing, unexpected } = this.#options;
    const { controller } = entry;
    const close = () => controller.abort(closing.reason);
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
    try {
      const outcome = await attempt.finish(controller.signal);
      if (entry.live.isFinal) return;
      if ('state' in outcome) return this.#end(person, entry, outcome);
      entry.isKeeping = true;
      const session = await keep(signIn, outcome);
      this.#end(person, entry, { state: 'SUCCEEDED', session });
    } catch (error) {
      if (entry.live.isFinal) return;
      const isExpected = error instanceof GatewayError;
      if (!isExpected) unexpected(error);
      const message = isExpected ? error.message : 'Something went wrong in the gateway; its log says more.';
      this.#end(person, entry, { state: 'FAILED', error: message });
    } finally {
      closing.removeEventListener('abort', close);
    }
  }

  #end(
    person: Person,
    entry: Entry,
    end:
      | Ending
      | { readonly state: 'CANCELLED'; readonly error: string }
      | { readonly state: 'SUCCEEDED'; readonly session: Session },
  ): void {
    if (entry.live.isFinal) return;
    const login = { ...entry.live.value, ...end };
    this.#ended(entry);
    entry.live.set(login, true);
    this.#options.changed(person, login);
  }

  #add(person: Person, login: Login): Entry {
    const entry: Entry = {
      viewerId: person.viewerId,
      live: new Live(login, login.state !== 'PENDING'),
      controller: new AbortController(),
      isKeeping: false,
      done: Promise.resolve(),
      endedAt: undefined,
    };
    this.#entries.set(login.id, entry);
    this.#options.changed(person, login);
    return entry;
  }

  #ended(entry: Entry): void {
    entry.endedAt = this.#options.now();
    this.#forgetOld();
    const ended = [...this.#entries].filter(
      ([, other]) => other.viewerId === entry.viewerId && other.endedAt !== undefined,
    );
    for (const [id] of ended.slice(0, -keptOfPerson)) this.#entries.delete(id);
  }

  #forgetOld(): void {
    const since = this.#options.now() - keptMs;
    for (const [id, { endedAt = since }] of this.#entries) if (endedAt < since) this.#entries.delete(id);
  }

  #get({ viewerId }: Person, loginId: string): Entry {
    this.#forgetOld();
    const entry = this.#entries.get(loginId);
    if (entry?.viewerId === viewerId) return entry;
    const message =
      'There is no such login of yours. Logins are forgotten ten minutes after they ended, and when the gateway is started anew: begin a new one.';
    throw new GatewayError('NOT_FOUND', message, { argument: 'loginId' });
  }
}

/**
 * Leaves out the link that carries the code: on a shared gateway it would sign in whoever follows it for whoever sent
 * it.
 */
function withoutLink(shown: Attempt['shown']): Attempt['shown'] {
  const { verificationUriComplete, ...rest } = shown;
  return verificationUriComplete === undefined ? shown : rest;
}
