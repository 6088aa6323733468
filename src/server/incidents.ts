import type { Logger } from '../log.ts';
import type { Metric } from './endpoints/metrics-endpoint.ts';

/** What is refused or cut off before it is an answer, under the name that metrics and log give it. */
export const incidentKinds = [
  'wrong_bearer_token',
  'wrong_sign_in_code',
  'wrong_credentials_token',
  'hang_up',
  'slow_reader',
  'too_many_connections',
  'too_many_operations',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

const quietMs = 60_000;
const manyAddresses = 1_000;

interface Unreported {
  attempts: number;
  readonly addresses: Set<string>;
}

/**
 * Counts what strangers do to the gateway, and tells of it without letting them fill the log: the first of a kind at
 * once, what follows in one line a minute.
 */
export class Incidents {
  readonly #totals = new Map<IncidentKind, number>(incidentKinds.map((kind) => [kind, 0]));
  readonly #unreported = new Map<IncidentKind, Unreported>();
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  note(kind: IncidentKind, address: string): void {
    this.#totals.set(kind, (this.#totals.get(kind) ?? 0) + 1);
    const known = this.#unreported.get(kind);
    const unreported = known ?? { attempts: 0, addresses: new Set() };
    unreported.attempts += 1;
    if (unreported.addresses.size < manyAddresses) unreported.addresses.add(address);
    this.#unreported.set(kind, unreported);
    if (!known) this.#report(kind, unreported);
    this.#timer ??= setInterval(() => this.#reportAll(), quietMs).unref();
  }

  metrics(): Metric[] {
    const samples = [...this.#totals].map(([kind, value]) => ({ labels: { kind }, value }));
    const help = 'What was refused or cut off before there was an answer.';
    return [{ name: 'identity_center_gateway_incidents_total', help, type: 'counter', samples }];
  }

  /** Logs the incidents that were not logged yet. */
  close(): void {
    this.#reportAll();
    clearInterval(this.#timer);
  }

  #reportAll(): void {
    for (const [kind, unreported] of this.#unreported) {
      if (unreported.attempts > 0) this.#report(kind, unreported);
      else this.#unreported.delete(kind);
    }
    if (this.#unreported.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #report(kind: IncidentKind, unreported: Unreported): void {
    const { attempts, addresses } = unreported;
    const [address] = addresses;
    const fields = { reason: kind, attempts, addresses: addresses.size, address };
    this.#logger.info(fields, 'refused or broken off');
    unreported.attempts = 0;
    addresses.clear();
  }
}
