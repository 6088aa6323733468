import { parseMessage, type SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../../viewer.ts';
import type { Operation } from '../limits/in-flight.ts';

/** A client may use the id of an operation again; its payload is an object of its own. */
type Asked = SubscribePayload;

interface Open {
  readonly id: string;
  readonly operation: Operation;
}

/** Who is at the other end of a connection, and what they have asked. */
export class Peer {
  readonly viewer: Viewer;
  readonly #open = new Map<Asked, Open>();

  constructor(viewer: Viewer) {
    this.viewer = viewer;
  }

  get size(): number {
    return this.#open.size;
  }

  begin(id: string, asked: Asked, operation: Operation): void {
    this.#open.set(asked, { id, operation });
  }

  /** The operation was answered. */
  end(asked: Asked): void {
    this.#open.get(asked)?.operation.end(true);
    this.#open.delete(asked);
  }

  /** Stops the operation that a client says is complete for it: of a query, graphql-ws would only drop the answer. */
  heed(message: string): void {
    const id = idOfComplete(message);
    for (const [asked, open] of this.#open) if (open.id === id) this.#leave(asked, open);
  }

  /** The client has gone. */
  leave(): void {
    for (const [asked, open] of this.#open) this.#leave(asked, open);
  }

  #leave(asked: Asked, { operation }: Open): void {
    this.#open.delete(asked);
    operation.end(false);
  }
}

/** A message that says an operation is complete is short; long ones hold queries. */
const mostCharacters = 1_000;

function idOfComplete(message: string): string | undefined {
  if (message.length > mostCharacters || !message.includes('complete')) return undefined;
  try {
    const parsed = parseMessage(message);
    return parsed.type === 'complete' ? parsed.id : undefined;
  } catch {
    // The protocol closes the connection for such a message.
    return undefined;
  }
}
