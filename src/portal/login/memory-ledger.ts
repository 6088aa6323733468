import type { Login, Person } from '../portal.ts';
import { keptMs, keptOfPerson, type Begun, type Ledger } from './ledger.ts';
import { Live } from './live.ts';

interface Entry {
  readonly viewerId: string;
  readonly key: string;
  readonly live: Live<Login>;
  isKeeping: boolean;
  /** Epoch milliseconds. */
  endedAt: number | undefined;
}

/** Logins that end with the process. */
export class MemoryLedger implements Ledger {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #underWay = new Map<string, Entry>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get left() {
    let watching = 0;
    for (const { live } of this.#entries.values()) watching += live.waiting;
    return { watching, kept: this.#entries.size };
  }

  async enter({ key, person: { viewerId }, login }: Begun): Promise<Login> {
    const isUnderWay = login.state === 'PENDING';
    const other = isUnderWay ? this.#underWay.get(key) : undefined;
    if (other) return other.live.value;
    const live = new Live(login, !isUnderWay);
    const entry: Entry = { viewerId, key, live, isKeeping: false, endedAt: undefined };
    this.#entries.set(login.id, entry);
    if (isUnderWay) this.#underWay.set(key, entry);
    else this.#ended(entry);
    return login;
  }

  async underWay(key: string): Promise<Login | undefined> {
    return this.#underWay.get(key)?.live.value;
  }

  async find(person: Person, id: string): Promise<Login | undefined> {
    return this.#of(person, id)?.live.value;
  }

  watch(login: Login, signal: AbortSignal): AsyncIterableIterator<Login, undefined> {
    const live = this.#entries.get(login.id)?.live ?? new Live(login, true);
    return live.watch(signal);
  }

  isHeld(id: string): boolean {
    return this.#entries.get(id)?.live.isFinal === false;
  }

  async keeping(id: string): Promise<boolean> {
    const entry = this.#entries.get(id);
    if (!entry || entry.live.isFinal) return false;
    entry.isKeeping = true;
    return true;
  }

  async end(login: Login): Promise<boolean> {
    const entry = this.#entries.get(login.id);
    if (!entry || entry.live.isFinal) return false;
    this.#underWay.delete(entry.key);
    this.#ended(entry);
    entry.live.set(login, true);
    return true;
  }

  async cancel(person: Person, login: Login): Promise<boolean> {
    const entry = this.#of(person, login.id);
    return entry?.isKeeping === false && this.end(login);
  }

  async leave(): Promise<boolean> {
    return false;
  }

  async close(): Promise<void> {}

  #of({ viewerId }: Person, id: string): Entry | undefined {
    this.#forgetOld();
    const entry = this.#entries.get(id);
    return entry?.viewerId === viewerId ? entry : undefined;
  }

  #ended(entry: Entry): void {
    entry.endedAt = this.#now();
    this.#forgetOld();
    const ended = [...this.#entries].filter(
      ([, other]) => other.viewerId === entry.viewerId && other.endedAt !== undefined,
    );
    for (const [id] of ended.slice(0, -keptOfPerson)) this.#entries.delete(id);
  }

  #forgetOld(): void {
    const since = this.#now() - keptMs;
    for (const [id, { endedAt = since }] of this.#entries) if (endedAt < since) this.#entries.delete(id);
  }
}
