import type { Audit, AuditEvent } from '../../audit.ts';
import type { Person } from '../../portal/portal.ts';
import type { Viewer } from '../../viewer.ts';
import type { Metric } from '../endpoints/metrics-endpoint.ts';
import { Rate } from '../limits/rate.ts';
import { Recurrences } from '../viewers/recurrences.ts';
import type { AuditFile } from './audit-file.ts';
import { Sampling } from './sampling.ts';
import { KeyedHashes, mostValues } from './values.ts';

/** Which operations are written down, beside all that hands something out, and what is refused. */
export const auditModes = ['full', 'sampled', 'off'] as const;
export type AuditMode = (typeof auditModes)[number];

/** Who did something, and from where, as far as it is known. */
export interface Asker {
  /** A viewer, or what is kept of one. */
  readonly person?: Person & Partial<Pick<Viewer, 'issuer' | 'subject' | 'name'>>;
  readonly address?: string;
  readonly requestId?: string;
  /** Of the W3C's `traceparent`. */
  readonly traceId?: string;
}

/** What is told of an operation, beside its result. */
export interface OperationEvent extends AuditEvent {
  readonly event: 'operation';
  readonly operationType?: string;
  readonly operationName?: string;
  /** A fingerprint. */
  readonly document?: string;
  readonly awsCalls?: number;
  readonly durationMs?: number;
  /** `begin` and `end` of a subscription, which is written down twice. */
  readonly phase?: 'begin' | 'end';
}

/** Lines about what is refused to strangers, over all addresses: who asks from ten thousand of them fills no disk. */
const refusalsAMinute = 600;

/** Writes down what happened, a JSON object a line. */
export class Trail {
  readonly #file: AuditFile;
  readonly #hashes: KeyedHashes;
  readonly #now: () => number;
  readonly #recurrences: Recurrences;
  readonly #rate: Rate;
  readonly #sampling: Sampling | undefined;
  readonly mode: AuditMode;

  constructor(file: AuditFile, key: string, mode: AuditMode, now: () => number = Date.now) {
    this.#file = file;
    this.#hashes = new KeyedHashes(key);
    this.#now = now;
    this.mode = mode;
    this.#recurrences = new Recurrences(now);
    this.#rate = new Rate(refusalsAMinute, now);
    this.#sampling = mode === 'sampled' ? new Sampling(now) : undefined;
  }

  /** Where the doings of one are written down. */
  of(asker: Asker): Audit {
    return { write: (event) => this.write(asker, event) };
  }

  write(asker: Asker, event: AuditEvent): boolean {
    return this.#file.write(this.#lineOf(asker, event));
  }

  /** An operation, where these are written down. */
  operation(asker: Asker, event: OperationEvent): void {
    if (this.mode === 'off') return;
    const { document, result, phase } = event;
    const leftOut = this.#sampling?.leftOut([asker.person?.viewerId, document, result, phase].join(' '));
    if (leftOut !== null) this.#file.write(this.#lineOf(asker, event, { leftOut }));
  }

  /**
   * What was refused. From one address the first lines are written, then the eighth, the sixteenth and so on, with how
   * many there were, until none has come for a minute. Viewers count by themselves, so that no stranger's noise hides
   * what one of them tried.
   */
  refusal(asker: Asker, result: string, permission?: AuditEvent['permission']): void {
    const { address, person } = asker;
    const attempts = this.#recurrences.count([address, person?.viewerId].join(' '));
    const isTold = attempts < 8 || Number.isInteger(Math.log2(attempts));
    if (!isTold || this.#rate.take(person ? 'viewers' : 'strangers') > 0) return;
    const event = { event: 'refusal', result, ...(permission && { permission }) } as const;
    this.#file.write(this.#lineOf(asker, event, { attempts }));
  }

  metrics(): Metric[] {
    const help = 'Lines of the audit that could not be written.';
    const samples = [{ labels: {}, value: this.#file.failures }];
    return [{ name: 'identity_center_gateway_audit_failures_total', help, type: 'counter', samples }];
  }

  #lineOf(
    { person, address, requestId, traceId }: Asker,
    { values = [], ...event }: AuditEvent,
    counts: { readonly attempts?: number; readonly leftOut?: number | undefined } = {},
  ): string {
    const hashes = values.slice(0, mostValues).map((value) => this.#hashes.of(value));
    return JSON.stringify({
      time: new Date(this.#now()).toISOString(),
      ...event,
      viewer: person && {
        id: person.viewerId,
        issuer: person.issuer,
        subject: person.subject,
        name: person.name,
      },
      address,
      ...(hashes.length > 0 && { values: hashes }),
      ...(counts.leftOut !== 0 && counts),
      requestId,
      traceId,
    });
  }
}
