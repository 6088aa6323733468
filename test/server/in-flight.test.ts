import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InFlight } from '../../src/server/limits/in-flight.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function response() {
  return new ServerResponse(new IncomingMessage(new Socket()));
}

test('a request that misses its deadline is stopped two seconds after it, with the reason', () => {
  const { signal } = new InFlight(1000, Date.now).begin(response());
  vi.advanceTimersByTime(2999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({ code: 'TIMEOUT' });
});

test('a request that was answered is forgotten, with its timer', () => {
  const inFlight = new InFlight(1000, Date.now);
  const answered = response();
  inFlight.begin(answered);
  expect(inFlight.size).toBe(1);
  answered.emit('close');
  expect(inFlight.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a response that is kept open has no deadline, and ends when it may no longer be', () => {
  const inFlight = new InFlight(1000, Date.now);
  const { signal, keepOpen } = inFlight.begin(response());
  keepOpen({ validUntil: Date.now() + 60_000 });
  vi.advanceTimersByTime(59_999);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a response that is kept open without an end leaves no timer', () => {
  const inFlight = new InFlight(1000, Date.now);
  inFlight.begin(response()).keepOpen({});
  expect(vi.getTimerCount()).toBe(0);
});

test('a response that is kept open ends when what lets its viewer in is withdrawn, before it or meanwhile', () => {
  const withdrawal = new AbortController();
  const inFlight = new InFlight(1000, Date.now);
  const [early, late] = [inFlight.begin(response()), inFlight.begin(response())];
  early.keepOpen({ withdrawn: withdrawal.signal });
  expect(early.signal.aborted).toBe(false);
  withdrawal.abort();
  expect(early.signal.reason).toMatchObject({ code: 'UNAUTHENTICATED' });
  late.keepOpen({ withdrawn: withdrawal.signal });
  expect(late.signal.reason).toMatchObject({ code: 'UNAUTHENTICATED' });
});
