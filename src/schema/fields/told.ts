import type { NamedNode } from '../../reader/nodes.ts';

/** Of a type whose things have facts that are told the same for a time: which time, and which thing. */
export interface Identity {
  /** Undefined where it is not known to stay the same. */
  readonly eraOf: (thing: never) => object | undefined;
  readonly keyOf: (thing: never) => string;
}

/** Of a type: its things are nodes of the reader, told apart by this key within their instance. */
export function identifiedBy<Thing extends NamedNode>(keyOf: (thing: Thing) => string) {
  const identity = {
    eraOf: ({ reader, freshness }: Thing) => reader.era(freshness),
    // What a change is about may be told by what the change says of it.
    keyOf: (thing: Thing) =>
      typeof thing.lastName === 'string' ? `${keyOf(thing)}\n${thing.lastName}` : keyOf(thing),
  };
  return { extensions: { identity } };
}

/**
 * Of a field without arguments: what it tells of its thing follows from what was read of the organization alone, whoever
 * asks. Without a promise it is the same in all of an era.
 */
export const told = { extensions: { isTold: true } };

export function declaredIdentity({ extensions }: Extended): Identity | undefined {
  return (extensions as Partial<ReturnType<typeof identifiedBy>['extensions']> | undefined)?.identity; // as written above
}

export function isDeclaredTold({ extensions }: Extended): boolean {
  return (extensions as Partial<(typeof told)['extensions']> | undefined)?.isTold ?? false;
}

interface Extended {
  readonly extensions?: object | null | undefined;
}
