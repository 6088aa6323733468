/** How much of the gateway its clients may take up, and for how long. docs/operating.md lists each with its option. */
export interface Bounds {
  /** Open at once. */
  readonly connections: number;
  /** Of one address; behind a trusted proxy, its requests under way. */
  readonly connectionsOfAddress: number;
  /** Requests that a client sends on one connection before the first is answered; they are taken up one by one. */
  readonly requestsOfConnection: number;
  /** Operations of one WebSocket under way at once. */
  readonly operationsOfSocket: number;
  /** Operations of one viewer under way at once, subscriptions too, over all connections. */
  readonly operationsOfViewer: number;
  /** Operations that one viewer begins within a minute, over all connections; 0 for as many as they like. */
  readonly requestsPerMinute: number;
  /** Bytes that wait to be taken, over all connections. */
  readonly unsentBytes: number;
  /** For the headers of a request to arrive. */
  readonly headersMs: number;
  /** For a whole request to arrive. */
  readonly requestMs: number;
  /** Between two requests on a connection. */
  readonly idleMs: number;
  /** Without the client taking anything of what it is sent. */
  readonly writeMs: number;
  /** As fast a client takes what is sent in one piece, at least: nobody says how far it has come within. */
  readonly bytesPerSecond: number;
}

export const defaultBounds: Bounds = {
  connections: 2_000,
  connectionsOfAddress: 1_000,
  requestsOfConnection: 16,
  operationsOfSocket: 100,
  operationsOfViewer: 1_000,
  requestsPerMinute: 60_000,
  unsentBytes: 256_000_000,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 5_000,
  writeMs: 30_000,
  bytesPerSecond: 65_536,
};
