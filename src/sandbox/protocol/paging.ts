import { createHmac } from 'node:crypto';

/** A continuation: where the last page ended, and what it was a page of. */
interface Position {
  /** How many rows of the list were served. */
  readonly offset: number;
  /** The key of the last served row, which finds the place again after the list has changed. */
  readonly lastKey: string;
  readonly revision: number;
  /** The page before this one was empty: this one is not. */
  readonly afterEmpty: boolean;
}

interface PageRequest<T> {
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly size: number;
  readonly token: string | undefined;
  /** Says which operation this is and with which parameters: a token is good for these only. */
  readonly boundTo: string;
  /** The organization's count of writes. */
  readonly revision: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** To be spread into the answer: absent, not null, on the last page. */
  readonly next: { readonly NextToken?: string };
}

export interface Pager {
  /** Undefined when the token is not one of this list's. */
  page<T>(request: PageRequest<T>): Page<T> | undefined;
}

/** One in how many continuations comes as an empty page with a token. */
const emptyPageInterval = 4;
const signatureLength = 16;

/** `emptyPages`: AWS may answer a page without rows and yet with a token, so now and then a continuation does. */
export function createPager(seed: string, emptyPages: boolean): Pager {
  const digest = (text: string): Buffer => createHmac('sha256', seed).update(text).digest();

  function writeToken(position: Position, boundTo: string): string {
    const text = JSON.stringify([
      position.offset,
      position.lastKey,
      position.revision,
      position.afterEmpty ? 1 : 0,
    ]);
    const signature = digest(`${boundTo} ${text}`).subarray(0, signatureLength);
    return Buffer.concat([signature, Buffer.from(text)]).toString('base64url');
  }

  function readToken(token: string, boundTo: string): Position | undefined {
    const bytes = Buffer.from(token, 'base64url');
    const text = bytes.subarray(signatureLength).toString();
    const signature = digest(`${boundTo} ${text}`).subarray(0, signatureLength);
    if (!signature.equals(bytes.subarray(0, signatureLength))) return undefined;
    // The signature says that this is what writeToken wrote.
    const [offset, lastKey, revision, afterEmpty] = JSON.parse(text) as [number, string, number, number];
    return { offset, lastKey, revision, afterEmpty: afterEmpty === 1 };
  }

  function comesEmpty(position: Position, boundTo: string): boolean {
    if (!emptyPages || position.afterEmpty) return false;
    return digest(`empty ${boundTo} ${position.offset}`).readUInt32BE() % emptyPageInterval === 0;
  }

  return {
    page({ rows, keyOf, size, token, boundTo, revision }) {
      let start = 0;
      if (token !== undefined) {
        const position = readToken(token, boundTo);
        if (position === undefined) return undefined;
        if (comesEmpty(position, boundTo)) {
          return { rows: [], next: { NextToken: writeToken({ ...position, afterEmpty: true }, boundTo) } };
        }
        start = resume(rows, keyOf, position, revision);
      }
      const served = rows.slice(start, start + size);
      const offset = start + served.length;
      const last = served.at(-1);
      if (last === undefined || offset >= rows.length) return { rows: served, next: {} };
      const position = { offset, lastKey: keyOf(last), revision, afterEmpty: false };
      return { rows: served, next: { NextToken: writeToken(position, boundTo) } };
    },
  };
}

/**
 * Where the list goes on. A write between two pages must not hide a row: the last served row marks the place, and when
 * it is gone itself the list starts over, which repeats rows but skips none.
 */
function resume<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  position: Position,
  revision: number,
): number {
  if (revision === position.revision) return position.offset;
  return rows.findIndex((row) => keyOf(row) === position.lastKey) + 1;
}
