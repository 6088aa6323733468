import { vi } from 'vitest';

/**
 * Counts the turns that others have, and has `look` done in each, until it is disposed of. By its clock each turn is over
 * as soon as something was done in it.
 */
export function othersTurns(look: () => void = () => {}) {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 11));
  let count = 0;
  let isDone = false;
  const others = (): void => {
    if (isDone) return;
    count++;
    look();
    setImmediate(others);
  };
  others();
  return {
    count: () => count,
    [Symbol.dispose]() {
      isDone = true;
      clock.mockRestore();
    },
  };
}
