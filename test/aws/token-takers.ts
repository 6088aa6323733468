import fc from 'fast-check';
import { TokenBucket, type Rate } from '../../src/aws/budget/token-bucket.ts';
import { type Lane, type Turn, Turns } from '../../src/aws/budget/turns.ts';
import { ManualClock, settled } from './manual-clock.ts';

/** Somebody who wants a token, and what became of it. */
export interface Taker {
  /** Theirs from the beginning; `turns` has those that joined, too. */
  readonly lane: Lane;
  readonly client: string;
  readonly request: object;
  readonly turns: Turns;
  readonly arrivedAt: number;
  readonly order: number;
  readonly controller: AbortController;
  admittedAt?: number;
  abortedWith?: unknown;
}

/** Taker as it was at the moment of a service. */
export type Waiting = Taker & { readonly lanes: ReadonlySet<Lane> };

interface Service {
  readonly served: Waiting;
  /** Who else waited at that moment. */
  readonly waited: readonly Waiting[];
}

export type Step =
  | {
      readonly kind: 'take';
      readonly lane: Lane;
      readonly client: string;
      readonly request: number;
      readonly count: number;
    }
  | { readonly kind: 'join'; readonly pick: number; readonly lane: Lane; readonly client: string }
  | { readonly kind: 'abort'; readonly pick: number }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'throttle'; readonly ms: number };

const lane = fc.constantFrom<Lane>('interactive', 'background');
const client = fc.constantFrom('a', 'b', 'c');

/** What happens to a bucket, one thing after the other. */
export const scripts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('take' as const),
      lane,
      client,
      request: fc.nat(1),
      count: fc.integer({ min: 1, max: 6 }),
    }),
    fc.record({ kind: fc.constant('join' as const), pick: fc.nat(), lane, client }),
    fc.record({ kind: fc.constant('abort' as const), pick: fc.nat() }),
    fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ kind: fc.constant('throttle' as const), ms: fc.integer({ min: 1, max: 1500 }) }),
  ),
  { maxLength: 40 },
);

export const rates = fc.record<Rate>({
  perSecond: fc.constantFrom(1, 2, 5, 7, 15, 20),
  burst: fc.integer({ min: 1, max: 12 }),
});

export interface Run {
  readonly takers: Taker[];
  readonly services: Service[];
  readonly pauses: { readonly from: number; readonly until: number }[];
  readonly clock: ManualClock;
  readonly bucket: TokenBucket;
}

export async function run(rate: Rate, script: readonly Step[], backgroundShare?: number): Promise<Run> {
  const clock = new ManualClock();
  const bucket = new TokenBucket(rate, clock, backgroundShare);
  const takers: Taker[] = [];
  const services: Service[] = [];
  const pauses: { from: number; until: number }[] = [];
  const requests = new Map<string, object>();
  const waiting = () => takers.filter((taker) => taker.admittedAt === undefined && !('abortedWith' in taker));
  const seen = (taker: Taker): Waiting => ({
    ...taker,
    lanes: new Set(taker.turns.all.map((turn) => turn.lane)),
  });

  const serve = (taker: Taker): void => {
    taker.admittedAt = clock.now();
    services.push({ served: seen(taker), waited: waiting().map(seen) });
  };
  const take = (turn: Turn): void => {
    const turns = new Turns(turn);
    const controller = new AbortController();
    const taker: Taker = { ...turn, turns, arrivedAt: clock.now(), order: takers.length, controller };
    takers.push(taker);
    void bucket.take(turns, controller.signal).then(
      () => serve(taker),
      (error: unknown) => (taker.abortedWith = error),
    );
  };

  for (const step of script) {
    if (step.kind === 'advance') await clock.advance(step.ms);
    if (step.kind === 'throttle') {
      bucket.throttled(step.ms);
      pauses.push({ from: clock.now(), until: clock.now() + step.ms });
    }
    if (step.kind === 'abort' || step.kind === 'join') {
      const candidates = waiting();
      const picked = candidates[step.pick % Math.max(1, candidates.length)];
      if (step.kind === 'abort') picked?.controller.abort(`gave up ${step.pick}`);
      else picked?.turns.add({ lane: step.lane, client: step.client, request: step });
    }
    if (step.kind === 'take') {
      const name = `${step.client} ${step.request}`;
      const request = requests.get(name) ?? {};
      requests.set(name, request);
      for (let n = 0; n < step.count; n += 1) take({ lane: step.lane, client: step.client, request });
    }
    await settled();
  }
  // Long enough for all pauses, and then for everybody at the slowest rate.
  await clock.advance(40 * 1500 + 240 * 8 * 1000 * 10);
  return { takers, services, pauses, clock, bucket };
}
