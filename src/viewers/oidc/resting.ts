/**
 * The same work, which after a failure is not begun again for a while: until then, everybody gets the same failure at
 * once. `failed` is told of each that happens.
 */
export function restingAfterFailure<Args extends readonly unknown[], Result>(
  work: (...args: Args) => Promise<Result>,
  restMs: number,
  now: () => number,
  failed: (error: unknown) => void,
): (...args: Args) => Promise<Result> {
  let failure: { readonly error: unknown; readonly at: number } | undefined;
  return async (...args) => {
    if (failure && now() < failure.at + restMs) throw failure.error;
    try {
      const result = await work(...args);
      failure = undefined;
      return result;
    } catch (error) {
      failure = { error, at: now() };
      failed(error);
      throw error;
    }
  };
}
