import type { IncomingMessage, Server } from 'node:http';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { ErrorCode } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { type Origins, unknownHost } from '../origins/origins.ts';
import { type Shares, tooManyOfAddress } from '../connections/shares.ts';
import { refuseConnection } from '../respond.ts';
import { serveConnection } from './connection.ts';
import { graphqlProtocol, type ProtocolOptions } from './protocol.ts';

const maxMessageBytes = 1_000_000;
const goodbyeMs = 1_000;
/** WebSocket's own: the server is going down. */
const goingAway = 1001;

export interface WebSocketOptions extends ProtocolOptions {
  readonly shares: Shares;
  readonly logger: Logger;
}

/** GraphQL over WebSocket on the HTTP server's port. */
export function serveWebSockets(http: Server, options: WebSocketOptions): { close(): Promise<void> } {
  const protocol = graphqlProtocol(options);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, handleProtocols });
  sockets.on('wsClientError', (error, socket) =>
    refuseConnection(socket, 400, 'BAD_INPUT', error.message, { 'Sec-WebSocket-Version': '13, 8' }),
  );
  http.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, options.origins);
    if (refusal) {
      if (refusal[0] !== 404) options.askers.refused(request, 'FORBIDDEN');
      return refuseConnection(socket, ...refusal);
    }
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    if (!options.shares.takeRequest(request, closed)) {
      options.incidents.note('too_many_connections', options.origins.addressOf(request));
      return refuseConnection(socket, 429, 'TOO_MANY_REQUESTS', tooManyOfAddress, { 'Retry-After': '5' });
    }
    socket.once('close', () => resolve());
    sockets.handleUpgrade(request, socket, head, (client) =>
      serveConnection(protocol, client, request, options.logger),
    );
  });
  return {
    async close() {
      for (const client of sockets.clients) client.close(goingAway, 'Going away');
      // The closing server does not wait for clients that do not answer.
      const timer = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, goodbyeMs);
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      await promise;
      clearTimeout(timer);
    },
  };
}

/** Other protocols that a client would rather speak, such as h2c, are not taken up: its request is answered as it is. */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

type Refusal = readonly [status: number, code: ErrorCode, message: string];

function refusalOf(request: IncomingMessage, origins: Origins): Refusal | undefined {
  if (!origins.isOurHost(request)) return [421, 'FORBIDDEN', unknownHost];
  if (request.url?.replace(/\?.*/s, '') !== '/graphql')
    return [404, 'NOT_FOUND', 'WebSockets are opened at /graphql.'];
  return origins.mayConnect(request)
    ? undefined
    : [403, 'FORBIDDEN', 'A page of another site cannot open a WebSocket here; --allowed-origin lets one.'];
}
