import { afterEach, expect, test, vi } from 'vitest';
import { callAt } from '../../src/server/limits/call-at.ts';

const day = 86_400_000;

afterEach(() => vi.useRealTimers());

test('a call at a moment that is 100 days away comes then, and not after the longest time that a timer of Node waits', () => {
  vi.useFakeTimers();
  const moment = Date.now() + 100 * day;
  const call = vi.fn<() => void>();
  callAt(moment, Date.now, call);
  vi.advanceTimersByTime(100 * day - 1);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(call).toHaveBeenCalledOnce();
});

test('a call at a moment that has passed comes with the next turn, and one that is forgotten does not come', () => {
  vi.useFakeTimers();
  const passed = vi.fn<() => void>();
  const forgotten = vi.fn<() => void>();
  callAt(Date.now() - 1, Date.now, passed);
  callAt(Date.now() + 50 * day, Date.now, forgotten)();
  vi.advanceTimersByTime(60 * day);
  expect(passed).toHaveBeenCalledOnce();
  expect(forgotten).not.toHaveBeenCalled();
});
