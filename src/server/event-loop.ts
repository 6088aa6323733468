import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Metric } from './endpoints/metrics-endpoint.ts';

/** How often it is looked, in milliseconds; what Node measures is how long it was until the next look. */
const resolution = 20;

/** How late the event loop is: what keeps it busy keeps everybody waiting. */
export class EventLoop implements Disposable {
  readonly #delay = monitorEventLoopDelay({ resolution });

  constructor() {
    this.#delay.enable();
  }

  /** Since it was asked before. */
  metrics(): Metric[] {
    const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution) / 1_000;
    const samples = [
      ['50', this.#delay.percentile(50)] as const,
      ['99', this.#delay.percentile(99)] as const,
      ['100', this.#delay.max] as const,
    ].map(([percentile, value]) => ({ labels: { percentile }, value: seconds(value) }));
    this.#delay.reset();
    const name = 'identity_center_gateway_event_loop_delay_seconds';
    return [{ name, help: 'How late the event loop was since this was last read.', type: 'gauge', samples }];
  }

  [Symbol.dispose](): void {
    this.#delay.disable();
  }
}
