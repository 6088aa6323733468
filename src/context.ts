import type { Reader } from './reader/reader.ts';
import type { ReadScope } from './reader/scope.ts';

/** What a resolver may touch. One for each request. */
export interface Context {
  readonly reader: Reader;
  readonly scope: ReadScope;
}
