import { parseMessage, type SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../../viewer.ts';
import type { Operation } from '../in-flight.ts';

/** The id under which a client knows an operation may be used again; its payload is there once. */
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

  /** It was answered. */
  end(asked: Asked): void {
    this.#open.get(asked)?.operation.end(true);
    this.#open.delete(asked);
  }

  /** Stops what the client says it wants no more of: of a query the protocol would only drop the answer. */
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

/** Longer messages ask something. */
const mostCharacters = 1_000;

function idOfComplete(message: string): string | undefined {
  if (message.length > mostCharacters || !message.includes('complete')) return undefined;
  try {
    const parsed = parseMessage(message);
    return parsed.type === 'complete' ? parsed.id : undefined;
  } catch {
    // The protocol says so, and closes.
    return undefined;
  }
}
