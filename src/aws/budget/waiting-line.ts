import type { Turn } from './turns.ts';

type Place = Omit<Turn, 'lane'>;

/**
 * Who waits in one lane. Clients take turns, and so do the requests of each; within a request it is first come, first
 * served. Somebody may stand in several places, and leaves all of them when served.
 */
export class WaitingLine<Waiter> {
  readonly #clients = new Map<string, Map<object, Set<Waiter>>>();

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  add({ client, request }: Place, waiter: Waiter): void {
    const requests = this.#clients.get(client) ?? new Map<object, Set<Waiter>>();
    this.#clients.set(client, requests);
    const waiters = requests.get(request) ?? new Set();
    requests.set(request, waiters);
    waiters.add(waiter);
  }

  remove({ client, request }: Place, waiter: Waiter): void {
    const requests = this.#clients.get(client);
    const waiters = requests?.get(request);
    waiters?.delete(waiter);
    if (waiters?.size === 0) requests?.delete(request);
    if (requests?.size === 0) this.#clients.delete(client);
  }

  /** Takes out who is next. Their client goes behind the others, and their request behind the client's others. */
  next(): Waiter | undefined {
    for (const [client, requests] of this.#clients) {
      this.#clients.delete(client);
      this.#clients.set(client, requests);
      for (const [request, waiters] of requests) {
        requests.delete(request);
        requests.set(request, waiters);
        for (const waiter of waiters) {
          this.remove({ client, request }, waiter);
          return waiter;
        }
      }
    }
    return undefined;
  }
}
