import type { Client } from './clients.ts';
import { Expiring } from './expiring.ts';
import { pick, secret } from './secret.ts';

interface DeviceAuthorization {
  readonly deviceCode: string;
  /** Such as BCDF-GHJK. */
  readonly userCode: string;
  readonly client: Client;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  decision?: Decision;
  lastPollAt?: number;
}

/** What the person at the page decides. */
export type Decision = { readonly userId: string } | 'denied';

/** What a poll finds: the person who approved, or why there is none. */
export type PollAnswer = Decision | 'pending' | 'too-soon' | 'expired' | 'unknown';

/** How a user code stands. */
export type CodeState = 'open' | 'decided' | 'expired' | 'unknown';

/** No vowels, so that no code is a word, and no letter that is taken for another. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
/** How long an expired code is still told from one that never was. */
const rememberedMs = 3_600_000;
/** Timers fire a little early at times: no reason to slow a client down. */
const toleranceMs = 25;

/** Sign-ins that began on one device and are approved on another. */
export class DeviceAuthorizations {
  readonly #byDeviceCode: Expiring<DeviceAuthorization>;
  readonly #byUserCode: Expiring<DeviceAuthorization>;
  readonly #lifetimeMs: number;
  readonly #intervalMs: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, intervalMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#intervalMs = intervalMs;
    this.#now = now;
    this.#byDeviceCode = new Expiring(now);
    this.#byUserCode = new Expiring(now);
  }

  start(client: Client): { readonly deviceCode: string; readonly userCode: string } {
    const expiresAt = this.#now() + this.#lifetimeMs;
    const authorization: DeviceAuthorization = {
      deviceCode: secret(),
      userCode: `${pick(letters, 4)}-${pick(letters, 4)}`,
      client,
      expiresAt,
    };
    this.#byDeviceCode.set(authorization.deviceCode, authorization, expiresAt + rememberedMs);
    this.#byUserCode.set(authorization.userCode, authorization, expiresAt + rememberedMs);
    return authorization;
  }

  /** A code of which the answer was a decision is used up. */
  poll(deviceCode: string, client: Client): PollAnswer {
    const authorization = this.#byDeviceCode.get(deviceCode);
    if (authorization === undefined || authorization.client.id !== client.id) return 'unknown';
    const now = this.#now();
    if (authorization.expiresAt <= now) return 'expired';
    if (authorization.decision !== undefined) {
      if (authorization.decision !== 'denied') this.#byDeviceCode.take(deviceCode);
      return authorization.decision;
    }
    const { lastPollAt = -Infinity } = authorization;
    authorization.lastPollAt = now;
    return now - lastPollAt < this.#intervalMs - toleranceMs ? 'too-soon' : 'pending';
  }

  state(userCode: string): CodeState {
    const authorization = this.#byUserCode.get(asWritten(userCode));
    if (authorization === undefined) return 'unknown';
    if (authorization.decision !== undefined) return 'decided';
    return authorization.expiresAt > this.#now() ? 'open' : 'expired';
  }

  /** The client that asks for the code of a person. */
  clientOf(userCode: string): Client | undefined {
    return this.#byUserCode.get(asWritten(userCode))?.client;
  }

  /** Only for a code whose state is open. */
  decide(userCode: string, decision: Decision): void {
    const authorization = this.#byUserCode.get(asWritten(userCode));
    if (authorization !== undefined) authorization.decision = decision;
  }
}

/** People leave the hyphen out, and type small letters. */
function asWritten(userCode: string): string {
  const typed = userCode.toUpperCase().replace(/[^A-Z]/g, '');
  return `${typed.slice(0, 4)}-${typed.slice(4)}`;
}
