/** What is there already, or will be. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Work that waits only where it must: a generator that yields each promise that it needs, and goes on with what became
 * of it. Where it needs none, it is a plain function.
 */
export type Coroutine<T> = Generator<Promise<unknown>, T, unknown>;

/** Inside of a coroutine: the value, once it is there. */
export function* wait<T>(value: Awaitable<T>): Coroutine<T> {
  // The cast: a coroutine is gone on with by what it waited for.
  return value instanceof Promise ? ((yield value) as T) : value;
}

/** What the coroutine comes to: at once, where it waits for nothing. */
export function run<T>(coroutine: Coroutine<T>): Awaitable<T> {
  const { done, value } = coroutine.next();
  return done ? value : finish(coroutine, value);
}

async function finish<T>(coroutine: Coroutine<T>, first: Promise<unknown>): Promise<T> {
  for (let waiting = first; ;) {
    const goOn = await waiting.then(
      (value) => () => coroutine.next(value),
      (error: unknown) => () => coroutine.throw(error),
    );
    const step = goOn();
    if (step.done) return step.value;
    waiting = step.value;
  }
}

/** All of them, in their order: at once, where each is there. */
export function all<T>(values: readonly Awaitable<T>[]): Awaitable<T[]> {
  // The cast: no promise is among them.
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}

/** What a value is made into: at once, where it is there. */
export function chain<T, R>(value: Awaitable<T>, make: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then((it) => make(it)) : make(value);
}
