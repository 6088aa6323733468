import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from '../../src/aws/budget/token-bucket.ts';
import type { Lane } from '../../src/aws/budget/turns.ts';
import { SingleFlight, type Flight } from '../../src/reading/single-flight.ts';
import type { ReadScope } from '../../src/reading/scope.ts';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { turnsOf } from '../aws/turns-of.ts';
import { asker } from '../reading/read-scope.ts';

const forever = new AbortController().signal;

function scopeIn(lane: Lane, client = 'somebody', from = asker()): ReadScope {
  return { ...from.scope, lane, client };
}

/** Reads of a few calls each, over a bucket that is empty to begin with; `made` names each call that AWS saw. */
async function reading(calls = 2) {
  const clock = new ManualClock();
  const bucket = new TokenBucket({ perSecond: 10, burst: 1 }, clock);
  await bucket.take(turnsOf(), forever);
  const flights = new SingleFlight(() => clock.now());
  const made: string[] = [];
  const read = (key: string, scope: ReadScope, notBefore = 0) =>
    flights.run(key, notBefore, scope, async ({ turns, signal }) => {
      for (let n = 1; n <= calls; n += 1) {
        await bucket.take(turns, signal);
        made.push(`${key} ${n}`);
      }
      return key;
    });
  return { clock, bucket, flights, made, read };
}

test('an interactive request that joins a read lifts its calls out of the background, the later ones too', async () => {
  const { clock, made, read } = await reading();
  const all = [read('a', scopeIn('background')), read('b', scopeIn('background'))];
  all.push(read('b', scopeIn('interactive')));
  await clock.advance(200);
  expect(made).toEqual(['b 1', 'b 2']);
  await clock.advance(2_000);
  expect(await Promise.all(all)).toEqual(['a', 'b', 'b']);
  expect(made).toHaveLength(4);
});

test('a waiter for a fresher read lifts the old read that is ahead of it out of the background', async () => {
  const { clock, made, read } = await reading(1);
  const old = [read('a', scopeIn('background')), read('b', scopeIn('background'))];
  await clock.advance(1);
  const fresh = read('b', scopeIn('interactive'), clock.now());
  await clock.advance(199);
  expect(made).toEqual(['b 1', 'b 1']);
  await clock.advance(2_000);
  expect(await Promise.all([...old, fresh])).toEqual(['a', 'b', 'b']);
});

test('a read that an interactive request has lifted and left goes on for its owner', async () => {
  const { clock, made, read } = await reading();
  const leaver = asker();
  const owner = read('a', scopeIn('background'));
  const left = read('a', scopeIn('interactive', 'leaver', leaver));
  leaver.leave();
  await expect(left).rejects.toBe(leaver.gone);
  await clock.advance(200);
  expect(await owner).toBe('a');
  expect(made).toEqual(['a 1', 'a 2']);
});

test('a read that nobody wants any more gives its place back', async () => {
  const { clock, bucket, made, read } = await reading();
  const leaver = asker();
  const left = read('a', scopeIn('interactive', 'leaver', leaver));
  const next = read('b', scopeIn('interactive'));
  leaver.leave();
  await expect(left).rejects.toBe(leaver.gone);
  expect(bucket.state().waiting).toEqual({ interactive: 1, background: 0 });
  await clock.advance(200);
  expect(await next).toBe('b');
  expect(made).toEqual(['b 1', 'b 2']);
});

test('the thousand reads of one viewer do not keep another waiting', async () => {
  const { clock, made, read } = await reading(1);
  const all = Array.from({ length: 1_000 }, (_, n) => read(`mine ${n}`, scopeIn('interactive', 'one')));
  all.push(read('yours', scopeIn('interactive', 'another')));
  await clock.advance(200);
  expect(made).toEqual(['mine 0 1', 'yours 1']);
  await clock.advance(100_000);
  expect(await Promise.all(all)).toHaveLength(1_001);
});

interface Move {
  readonly does: 'ask' | 'leave' | 'time out' | 'throttle';
  readonly who: number;
  readonly key: string;
  /** How old the facts may be, in milliseconds. */
  readonly ageMs: number;
}

const moves = fc.array(
  fc.record<Move>({
    does: fc.constantFrom('ask', 'ask', 'ask', 'ask', 'leave', 'time out', 'throttle'),
    who: fc.nat(7),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    ageMs: fc.constantFrom(0, 300, 100_000),
  }),
  { minLength: 1, maxLength: 30 },
);

test('reads, calls and leaving may mix as they like: one read of a key at a time, interactive first, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      moves,
      fc.array(fc.nat(400), { minLength: 10, maxLength: 10 }),
      async (scheduler, script, times) => {
        const clock = new ManualClock();
        const bucket = new TokenBucket({ perSecond: 5, burst: 2 }, clock);
        const flights = new SingleFlight(() => clock.now());
        const flying = new Map<string, Flight>();
        const waiting = new Map<Flight, string>();
        /** How many interactive requests ask for a key. */
        const persons = new Map<string, number>();
        const personWaits = () =>
          [...waiting].some(([{ signal }, key]) => !signal.aborted && (persons.get(key) ?? 0) > 0);
        const taken: number[] = [];
        const fly = (key: string) => async (flight: Flight) => {
          expect(flying.has(key)).toBe(false);
          flying.set(key, flight);
          const land = () => flying.get(key) === flight && flying.delete(key);
          // One that nobody wants any more is as good as gone: its place is free at once.
          flight.signal.addEventListener('abort', land);
          try {
            for (let page = 0; page < 3; page += 1) {
              waiting.set(flight, key);
              await bucket.take(flight.turns, flight.signal).finally(() => waiting.delete(flight));
              taken.push(clock.now());
              expect(flight.turns.lane === 'background' && personWaits()).toBe(false);
              await scheduler.schedule(Promise.resolve(), `page ${page} of ${key}`);
              flight.signal.throwIfAborted();
            }
          } finally {
            land();
          }
          return flight.startedAt;
        };

        const askers = Array.from({ length: 8 }, (_, n) => asker(`asker ${n}`));
        const scopes = askers.map((one, n) =>
          scopeIn(n % 2 === 0 ? 'interactive' : 'background', `client ${n % 3}`, one),
        );
        let asked = 0;
        let answered = 0;
        const ask = async ({ who, key, ageMs }: Move) => {
          asked += 1;
          const notBefore = clock.now() - ageMs;
          const { gone, late } = askers[who]!;
          const count = (by: number) =>
            scopes[who]!.lane === 'interactive' && persons.set(key, (persons.get(key) ?? 0) + by);
          count(1);
          const outcome: unknown = await flights
            .run(key, notBefore, scopes[who]!, fly(key))
            .catch((error: unknown) => error);
          count(-1);
          const isAnswer = typeof outcome === 'number' && outcome >= notBefore;
          expect(isAnswer || outcome === gone || outcome === late).toBe(true);
          answered += 1;
        };
        const asking: Promise<void>[] = [];
        for (const move of script)
          void scheduler.schedule(Promise.resolve(), move.does).then(() => {
            if (move.does === 'ask') asking.push(ask(move));
            else if (move.does === 'leave') askers[move.who]!.leave();
            else if (move.does === 'time out') askers[move.who]!.timeOut();
            else bucket.throttled(move.ageMs % 1_000);
          });
        for (const ms of times)
          void scheduler.schedule(Promise.resolve(), `${ms} ms pass`).then(() => clock.advance(ms));
        for (let idle = 0; idle < 3;) {
          await scheduler.waitIdle();
          await clock.advance(100);
          idle = scheduler.count() === 0 && waiting.size === 0 && clock.timers === 0 ? idle + 1 : 0;
        }
        await settled();

        expect(answered).toBe(asked);
        await Promise.all(asking);
        expect([flying.size, waiting.size, clock.timers]).toEqual([0, 0, 0]);
        for (const [index, from] of taken.entries())
          for (let last = index; last < taken.length; last += 1)
            expect(last - index + 1).toBeLessThanOrEqual(2 + (5 * (taken[last]! - from)) / 1000 + 1e-5);
        await clock.advance(60_000);
        expect(bucket.state()).toMatchObject({ tokens: 2, waiting: { interactive: 0, background: 0 } });
      },
    ),
    { numRuns: 300 },
  );
});
