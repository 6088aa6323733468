/** Runs works of one key after another, in the order in which they came; one that fails does not stop the next. */
export function oneAtATime(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = before ? before.then(work, work) : work();
    last.set(key, mine);
    const over = () => last.get(key) === mine && last.delete(key);
    mine.then(over, over);
    return mine;
  };
}
