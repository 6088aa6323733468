import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page share, and hear of when it is another. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

export function useStore<T>(store: Store<T>): T {
  const [, rendered] = useState({});
  useEffect(() => {
    const seen = store.value;
    const unsubscribe = store.subscribe(() => rendered({}));
    // It may have changed between the first rendering and this.
    if (!Object.is(seen, store.value)) rendered({});
    return unsubscribe;
  }, [store]);
  return store.value;
}
