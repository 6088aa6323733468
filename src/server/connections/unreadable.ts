import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../../errors.ts';
import { setSafeHeaders } from '../headers.ts';
import { refuse, refuseConnection } from '../respond.ts';
import type { OpenResponses } from './open-responses.ts';

type Refusal = readonly [status: number, code: ErrorCode, message: string];

/** Answers by Node's error code for a request that it could not read. */
const refusals: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'TIMEOUT', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'BAD_INPUT', 'The headers are too long.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'BAD_INPUT', 'The extensions of a chunk are too long.'],
};
const noHttp: Refusal = [400, 'BAD_INPUT', 'This is not HTTP as the gateway reads it.'];

/** What Node would refuse by itself before there is a request, with our headers on it as on every answer. */
export function refuseUnreadable(server: Server, responses: OpenResponses): void {
  // A client whose handshake failed could read no answer.
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // A second answer in the middle of the first would be taken for the rest of it.
    if (!socket.writable || error.code === 'ECONNRESET' || responses.isBegunOn(socket)) socket.destroy();
    else refuseConnection(socket, ...(refusals[error.code ?? ''] ?? noHttp));
  });
  server.on('checkExpectation', (_request, response) => {
    setSafeHeaders(response);
    refuse(response, 417, 'BAD_INPUT', 'The only expectation that the gateway meets is 100-continue.');
  });
}
