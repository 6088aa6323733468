import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { type ErrorCode, GatewayError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Completeness } from '../../reading/completeness.ts';
import { requirePermission } from '../../viewer.ts';
import type { ContextRequest, ServedRequest } from '../graphql/endpoint.ts';
import type { Recorder } from '../operations/recorder.ts';
import { refuse } from '../respond.ts';
import { type AskedFile, fileAt, type FileQuestions, type ParsedFile, parseFile } from './asked.ts';
import { readBody } from './body.ts';

/** A file that is about to be written: everything that it lists was read. */
export interface OpenFile {
  /** How many rows it lists; undefined where that is not known for certain. */
  readonly rows: number | undefined;
  readonly completeness: Completeness;
  /** The file, in order, made no faster than it is taken. */
  readonly chunks: AsyncIterable<Buffer>;
  /** The calls to AWS that it took so far. */
  readonly meter: { toJSON(): unknown };
}

/** Opens a file: throws where it cannot be had. */
export type OpenFiles = (asked: AskedFile, request: ContextRequest) => Promise<OpenFile>;

export interface Files {
  readonly questions: FileQuestions;
  readonly open: OpenFiles;
}

/** What writes files is loaded with the first that somebody asks for. */
export type LoadFiles = () => Promise<Files>;

export interface FilesOptions {
  readonly load: LoadFiles;
  readonly schema: GraphQLSchema;
  readonly recorder: Recorder;
  readonly logger: Logger;
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/**
 * A whole list as a file, at POST /files/assignments.csv and its like, with the arguments as JSON. Its headers tell how
 * much it lists and whether that is all; a file that is broken off has no end.
 */
export function filesEndpoint({ schema, load, recorder, logger }: FilesOptions) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    served: ServedRequest,
  ): Promise<void> => {
    const { questions, open } = await load();
    const which = fileAt(path, questions);
    if (!which) return refuse(response, 404, 'NOT_FOUND', notThere(Object.keys(questions)));
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST');
      return refuse(response, 405, 'BAD_INPUT', 'Ask for a file by POST, with its arguments as JSON.');
    }
    let parsed: ParsedFile | undefined;
    const record = (errors: readonly (GatewayError | GraphQLError)[], meter?: OpenFile['meter']) =>
      recorder.answered(
        {
          ...served,
          ...(parsed && { document: parsed.document, params: { variables: parsed.asked.variables } }),
          ...(meter && { meter }),
        },
        errors.length > 0 ? { errors: errors.map(coded) } : {},
      );
    try {
      requirePermission(served.viewer, which.question.permission);
      const body = await readBody(request);
      if (body === undefined) return undefined; // nobody is left to answer
      parsed = parseFile(which, body, schema);
      // It may take as long as it takes, as a subscription does: it ends with its client, or with what lets them in.
      served.keepOpen(served.viewer);
      const file = await open(parsed.asked, served);
      record([], file.meter);
      setHeaders(response, parsed.asked, file);
      await write(response, file.chunks, served.signal);
    } catch (error) {
      if (response.destroyed) return undefined; // its client has gone
      if (response.headersSent) return breakOff(response, error, logger);
      if (!(error instanceof GatewayError) && !(error instanceof GraphQLError)) throw error;
      // What is forbidden is written down where it is refused.
      if (codeIn(error) !== 'FORBIDDEN') record([error]);
      return refuse(response, statusOf(codeIn(error)), codeIn(error), error.message);
    }
  };
}

function notThere(names: readonly string[]): string {
  return `There is no such file; there are ${names.join(', ')} at /files/, each with .csv or .xlsx.`;
}

function setHeaders(
  response: ServerResponse,
  { kind, format }: AskedFile,
  { rows, completeness }: OpenFile,
): void {
  const { complete } = completeness;
  const day = new Date().toISOString().slice(0, 10);
  const name = `${kind}-${day}${complete ? '' : '-incomplete'}.${format}`;
  response.statusCode = 200;
  response.setHeader('Content-Type', types[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('X-Complete', String(complete));
  if (rows !== undefined) response.setHeader('X-Row-Count', rows);
}

/** No faster than the client takes it. */
async function write(
  response: ServerResponse,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    // Node rejects with an AbortError of its own; the reason says who gave up.
    if (!response.write(chunk))
      await once(response, 'drain', { signal }).catch(() => signal.throwIfAborted());
  }
  response.end();
}

/** Without its end, a file that is sent in chunks is none: whoever fetches it is told so. */
function breakOff(response: ServerResponse, error: unknown, logger: Logger): void {
  logger.warn({ err: error }, 'a file was broken off');
  response.destroy();
}

function coded(error: GatewayError | GraphQLError) {
  const details = error instanceof GatewayError ? error.details : {};
  return { extensions: { ...details, code: codeIn(error) } };
}

/** What GraphQL says of a value that does not fit has no code. */
function codeIn(error: GatewayError | GraphQLError): ErrorCode {
  if (error instanceof GatewayError) return error.code;
  return error.extensions['code'] === 'QUERY_TOO_COSTLY' ? 'QUERY_TOO_COSTLY' : 'BAD_INPUT';
}

function statusOf(code: ErrorCode): number {
  if (code === 'FORBIDDEN') return 403;
  if (code === 'NOT_FOUND') return 404;
  if (code === 'INTERNAL') return 500;
  if (code === 'TIMEOUT') return 503;
  if (code === 'INSTANCE_NOT_FOUND' || code.startsWith('AWS_')) return 502;
  return 400;
}
