import type { Login, Person } from '../portal.ts';
import type { Place } from '../place.ts';
import type { Carried } from './attempt.ts';

/** A login that has begun, with what whoever goes on waiting for it needs. */
export interface Begun {
  /** Of the sign-in: one login is under way for each. */
  readonly key: string;
  readonly person: Person;
  readonly place: Place;
  readonly login: Login;
  /** The lineage of the sign-in that there was before, if there was one. */
  readonly before?: string | undefined;
  /** Undefined where no other process could go on. */
  readonly carried?: Carried | undefined;
}

/** What a ledger tells the process of. */
export interface LedgerEvents {
  /** Whoever held the login is gone, and from now on this process does. `isKeeping`: its token had come already. */
  adopted(begun: Begun, leftMs: number, isKeeping: boolean): void;
  /** A login that this process held has been ended elsewhere, or is held by another by now. */
  lost(id: string): void;
}

/** Everybody's logins, those that are under way and those that have ended lately. */
export interface Ledger {
  /** What is left of watchers and of logins, for tests. */
  readonly left: { readonly watching: number; readonly kept: number };
  /**
   * Enters a login, which this process holds from now on if it is under way. Where another one of the same sign-in is
   * under way, that one is given and nothing is entered.
   */
  enter(begun: Begun): Promise<Login>;
  underWay(key: string): Promise<Login | undefined>;
  /** As it stands; undefined where the person has no such login. */
  find(person: Person, id: string): Promise<Login | undefined>;
  /** One that was just found, then each change; ends after a final one, or when the signal aborts. */
  watch(login: Login, signal: AbortSignal): AsyncIterableIterator<Login, undefined>;
  /** Whether this process holds the login now, and no other can. */
  isHeld(id: string): boolean;
  /** Its token has come: nobody can cancel it any more. False when it has ended. */
  keeping(id: string): Promise<boolean>;
  /** Ends a login that this process holds. False when it has ended. */
  end(login: Login): Promise<boolean>;
  /** False when it has ended, or is being kept. */
  cancel(person: Person, login: Login): Promise<boolean>;
  /** Leaves a login to other processes. False where there are none that could go on. */
  leave(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** A login that has ended can be looked at for so long, and so many of each person. */
export const keptMs = 10 * 60_000;
export const keptOfPerson = 20;
