import type { Flight } from '../reading/single-flight.ts';

/** What is read from AWS: an extent of an instance, or a question about instances themselves. */
export interface Wanted {
  /** Empty where it is about all instances. */
  readonly instanceArn: string;
  readonly key: string;
}

/** Where is read from AWS: the one way to everything that the reader asks AWS for. */
export interface ReadingPlace {
  /**
   * Reads here, or has the gateway read that does it for all who share a store, and answers what `read` would have
   * answered, which can be told as JSON. An extent that was read elsewhere is in the mirror by then.
   */
  read<T>(wanted: Wanted, flight: Flight, read: (flight: Flight) => Promise<T>): Promise<T>;
}

/** A gateway by itself reads everything. */
export const here: ReadingPlace = { read: (_wanted, flight, read) => read(flight) };
