/** How much of the gateway a client may take up, and for how long. docs/operating.md lists each with its option. */
export interface Bounds {
  /** For the headers of a request to arrive. */
  readonly headersMs: number;
  /** For a whole request to arrive. */
  readonly requestMs: number;
  /** Between two requests on a connection. */
  readonly idleMs: number;
}

export const defaultBounds: Bounds = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 5_000,
};
