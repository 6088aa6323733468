import type { IncomingMessage } from 'node:http';
import { type Audit, unaudited } from '../audit.ts';
import type { Viewer } from '../viewer.ts';
import type { Asker, Trail } from './audit/trail.ts';
import type { Origins } from './origins/origins.ts';

/** What is known of who sends a request, for the audit and the log. */
export class Askers {
  readonly #known = new WeakMap<IncomingMessage, Asker>();
  readonly #origins: Origins;
  readonly #trail: Trail | undefined;

  constructor(origins: Origins, trail: Trail | undefined) {
    this.#origins = origins;
    this.#trail = trail;
  }

  /** Called once for each request; `requestId` is the gateway's own. */
  begin(request: IncomingMessage, requestId?: string): Asker & { readonly address: string } {
    const traceId = traceIdOf(request);
    const asker = {
      address: this.#origins.addressOf(request),
      ...(requestId !== undefined && { requestId }),
      ...(traceId !== undefined && { traceId }),
    };
    this.#known.set(request, asker);
    return asker;
  }

  of(request: IncomingMessage): Asker {
    return this.#known.get(request) ?? this.begin(request);
  }

  /** The viewer is known by now. */
  know(request: IncomingMessage, person: Viewer): void {
    this.#known.set(request, { ...this.of(request), person });
  }

  /** Where it is written down what is done for the request. */
  auditOf(request: IncomingMessage): Audit {
    return this.#trail?.of(this.of(request)) ?? unaudited;
  }

  /** The same for somebody whom no token of the request names. */
  auditFor(request: IncomingMessage, person: NonNullable<Asker['person']>): Audit {
    return this.#trail?.of({ ...this.of(request), person }) ?? unaudited;
  }

  /** The request is refused. */
  refused(request: IncomingMessage, code: string): void {
    this.#trail?.refusal(this.of(request), code);
  }
}

/** The trace that a request belongs to, by the W3C's Trace Context; what does not look like one is nobody's trace. */
export function traceIdOf({
  headers: { traceparent },
}: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, id] =
    /^(?!ff)[\da-f]{2}-([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:$|-)/.exec(String(traceparent)) ?? [];
  return id === '0'.repeat(32) ? undefined : id;
}
