/**
 * Runs a generator whose consumer may leave while it waits. A generator alone would hear of that only once it has
 * something to yield; here `return` aborts `signal` at once, and whoever still waits for a value gets the end.
 */
export function leavable<T>(
  outer: AbortSignal,
  begin: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const leaving = new AbortController();
  const values = begin(AbortSignal.any([outer, leaving.signal]));
  const end = { done: true as const, value: undefined };
  const orEnd = (error: unknown) => {
    if (!leaving.signal.aborted) throw error;
    return end;
  };
  const leave = async () => {
    leaving.abort(new Error('Nobody listens any more'));
    await values.return().catch(orEnd);
  };
  return {
    next: () => values.next().catch(orEnd),
    async return() {
      await leave();
      return end;
    },
    async throw(error) {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: leave,
  };
}
