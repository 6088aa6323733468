import type { AssignmentNode, NamedNode } from '../../reader/nodes.ts';

export type KeyPart = string | number;

/** Of a type whose things have facts that are told the same for a time: which time, and which thing. */
export interface Identity {
  /** Undefined where it is not known to stay the same, or what the thing stands in is told again as a whole. */
  readonly eraOf: (thing: never) => object | undefined;
  /** In parts, those that many things have in common first. */
  readonly keyOf: (thing: never) => readonly KeyPart[];
}

/** Of a type: its things are nodes of the reader, told apart by this key within their instance. */
export function identifiedBy<Thing extends NamedNode & Pick<AssignmentNode, 'lastNames'>>(
  keyOf: (thing: Thing) => readonly KeyPart[],
) {
  const identity = {
    // An assignment that a change is about is told again with the change.
    eraOf: ({ reader, freshness, lastNames }: Thing) => (lastNames ? undefined : reader.era(freshness)),
    // What a change is about may be told by what the change says of it.
    keyOf: (thing: Thing) => {
      const key = keyOf(thing);
      return typeof thing.lastName === 'string' ? [thing.lastName, ...key] : key;
    },
  };
  return { extensions: { identity } };
}

/**
 * Of a field without arguments: what it tells of its thing follows from what was read of the organization alone, whoever
 * asks. Without a promise it is the same in all of an era. One whose value has fields of its own gives this value the
 * reader and the freshness of its thing.
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
