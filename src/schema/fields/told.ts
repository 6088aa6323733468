import type { AssignmentNode, NamedNode } from '../../reader/nodes.ts';

/** Of a type whose things have facts that are told the same for a time: which time, and which thing. */
export interface Identity {
  /** Undefined where it is not known to stay the same. */
  readonly eraOf: (thing: never) => object | undefined;
  /** Of as many parts for each thing of the type. */
  readonly keyOf: (thing: never) => readonly string[];
}

/** Of a type: its things are nodes of the reader, told apart by this key within their instance. */
export function identifiedBy<Thing extends NamedNode & Pick<AssignmentNode, 'lastNames'>>(
  keyOf: (thing: Thing) => readonly string[],
) {
  const identity = {
    eraOf: ({ reader, freshness }: Thing) => reader.era(freshness),
    // What a change is about may be told by what the change says of it, or of the parts of an assignment.
    keyOf: (thing: Thing) => {
      const key = keyOf(thing);
      const said = thing.lastNames ? JSON.stringify(thing.lastNames) : thing.lastName;
      return typeof said === 'string' ? [...key.slice(0, -1), `${key.at(-1)}\n${said}`] : key;
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
