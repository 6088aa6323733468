import { parentPort, workerData } from 'node:worker_threads';
import { DamagedRow, SqliteFile } from './sqlite-file.ts';
import { isDamage, setAside } from './sqlite-open.ts';
import { NotAStore, type Batch, type Scope } from './store.ts';

/** What the worker is asked to do with its file. */
export type Request =
  | { readonly op: 'open' }
  | { readonly op: 'since'; readonly scope: Scope; readonly version: number }
  | { readonly op: 'commit'; readonly scope: Scope; readonly batch: Batch; readonly seen: number }
  | { readonly op: 'changesSince'; readonly scope: Scope; readonly id: number }
  | { readonly op: 'forgetChanges'; readonly scope: Scope; readonly before: number }
  | { readonly op: 'close' };

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

parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
  const warnings: string[] = [];
  let response: Response;
  try {
    response = { id, result: perform(request, warnings), warnings };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    recover(error, warnings);
    response = { id, error: error.message, isNotAStore: error instanceof NotAStore, warnings };
  }
  parentPort?.postMessage(response);
});

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
      return file.since(scope, request.version);
    case 'commit':
      return file.commit(scope, request.batch, request.seen);
    case 'changesSince':
      return file.changesSince(scope, request.id);
    case 'forgetChanges':
      return file.forgetChanges(scope, request.before);
    default:
      return request satisfies never;
  }
}

function opened(warnings: string[]): SqliteFile {
  const { file: found, warnings: told } = SqliteFile.open(location);
  warnings.push(...told);
  return found;
}

/**
 * A damaged file is set aside, unless another process has done so: then there is a new one in its place. Whatever else
 * is wrong may be over when the file is opened again.
 */
function recover(error: Error, warnings: string[]): void {
  if (!file) return;
  const isDamaged = error instanceof DamagedRow || isDamage(error);
  const { isInPlace } = file;
  letGo(file);
  if (isDamaged && isInPlace) warnings.push(setAside(location, error));
}

function letGo(old: SqliteFile): void {
  file = undefined;
  try {
    old.close();
  } catch {
    // Closing may fail where nothing can be written; the file is let go all the same.
  }
}
