import { parentPort, workerData } from 'node:worker_threads';
import { DamagedRow, SqliteFile } from './sqlite-file.ts';
import { setAside } from './set-aside.ts';
import { isDamage } from './sqlite-open.ts';
import { NotAStore, type Batch, type Scope, type Slice } from './store.ts';
import { Shortener, type ShortSlice } from './words.ts';

/** What the worker is asked to do with its file. */
export type Request =
  | { readonly op: 'open' }
  | SinceRequest
  | { readonly op: 'commit'; readonly scope: Scope; readonly batch: Batch; readonly seen: number }
  | {
      readonly op: 'changesSince';
      readonly scope: Scope;
      readonly id: number;
      readonly of: readonly string[] | undefined;
    }
  | { readonly op: 'forgetChanges'; readonly scope: Scope; readonly before: number }
  | { readonly op: 'close' };

interface SinceRequest {
  readonly op: 'since';
  readonly scope: Scope;
  readonly version: number;
  /** Of which words the numbers are known there. */
  readonly table: string | undefined;
}

export interface Response {
  readonly id: number;
  readonly result?: unknown;
  /** Why a request to the worker failed. */
  readonly error?: string;
  readonly isNotAStore?: boolean;
  /** A message about the file. */
  readonly warnings: readonly string[];
}

// The cast: as SqliteStore starts this worker.
const { location } = workerData as { readonly location: string };
let file: SqliteFile | undefined;
/** Of the slices that are being handed over. */
let shortener: Shortener | undefined;
/** The slice that will be asked for next: it is read while the one before is taken over. */
let ahead: { readonly request: SinceRequest; readonly slice: ShortSlice } | undefined;

parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
  const warnings: string[] = [];
  const early = request.op === 'since' && ahead && isSame(ahead.request, request) ? ahead.slice : undefined;
  // Nobody was told the words of a slice that nobody asked for.
  if (ahead && !early) shortener = undefined;
  ahead = undefined;
  let response: Response;
  try {
    response = { id, result: early ?? performOnWhole(request, warnings), warnings };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (file) letGo(file);
    response = { id, error: error.message, isNotAStore: error instanceof NotAStore, warnings };
  }
  parentPort?.postMessage(response);
  // The cast: what is answered to this request.
  if (request.op === 'since' && response.error === undefined)
    readAhead(request, response.result as ShortSlice);
});

/** A slice that cannot be read is read again when it is asked for, which then tells why. */
function readAhead({ op, scope }: SinceRequest, { version, table, isLast }: ShortSlice): void {
  if (isLast || !file?.isInPlace) return;
  const request = { op, scope, version, table };
  try {
    ahead = { request, slice: shortened(file.since(file.scopeOf(scope), version), table) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

function isSame(one: SinceRequest, other: SinceRequest): boolean {
  return (
    one.version === other.version &&
    one.table === other.table &&
    one.scope.endpoint === other.scope.endpoint &&
    one.scope.instanceArn === other.scope.instanceArn
  );
}

/** Once more, on the file that takes its place, where the one that is open turns out to be damaged. */
function performOnWhole(request: Request, warnings: string[]): unknown {
  try {
    return perform(request, warnings);
  } catch (error) {
    const isDamaged = error instanceof DamagedRow || isDamage(error);
    if (!file || !isDamaged) throw error;
    const { identity } = file;
    letGo(file);
    warnings.push(...setAside(location, identity, error));
    return perform(request, warnings);
  }
}

function perform(request: Request, warnings: string[]): unknown {
  if (request.op === 'close') {
    file?.close();
    file = undefined;
    return undefined;
  }
  if (file && !file.isInPlace) letGo(file);
  file ??= opened(warnings);
  if (request.op === 'open') return undefined;
  const scope = file.scopeOf(request.scope);
  switch (request.op) {
    case 'since':
      return shortened(file.since(scope, request.version), request.table);
    case 'commit':
      return file.commit(scope, request.batch, request.seen);
    case 'changesSince':
      return file.changesSince(scope, request.id, request.of);
    case 'forgetChanges':
      return file.forgetChanges(scope, request.before);
    default:
      return request satisfies never;
  }
}

function shortened(slice: Slice, known: string | undefined): ShortSlice {
  if (!shortener || shortener.table !== known) shortener = new Shortener();
  const short = shortener.shorten(slice);
  if (slice.isLast) shortener = undefined;
  return short;
}

function opened(warnings: string[]): SqliteFile {
  const { file: found, warnings: told } = SqliteFile.open(location);
  warnings.push(...told);
  return found;
}

/** Whatever is wrong with it may be over when the file is opened again. */
function letGo(old: SqliteFile): void {
  file = undefined;
  try {
    old.close();
  } catch {
    // Closing may fail where nothing can be written; the file is let go all the same.
  }
}
