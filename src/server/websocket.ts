import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Viewer } from '../viewer.ts';
import { type GraphqlEndpoint, type RequestContext, withAwsCalls } from './graphql-endpoint.ts';
import { isSameSite, originOf } from './headers.ts';
import { type InFlight, type Operation, timerMs } from './in-flight.ts';
import type { Authenticate } from './viewer.ts';
import { envelopedOf, prepare, withoutStatus } from './websocket-operation.ts';

const maxMessageBytes = 1_000_000;
const goodbyeMs = 1_000;

export interface WebSocketOptions {
  readonly graphql: GraphqlEndpoint;
  readonly isOurHost: (request: IncomingMessage) => boolean;
  readonly authenticate: Authenticate;
  readonly inFlight: InFlight;
  readonly now: () => number;
}

/** What is known of a connection. */
interface Peer {
  readonly viewer: Viewer;
  readonly operations: Map<string, Operation>;
}

/** GraphQL over WebSocket (graphql-transport-ws) on the HTTP server's port; the token comes with `connection_init`. */
export function serveWebSockets(http: Server, options: WebSocketOptions): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const served = useServer<Record<string, unknown>, { peer?: Peer }>(
    {
      onConnect({ connectionParams, extra }) {
        const viewer = options.authenticate(authorizationIn(connectionParams));
        if (!viewer) return false;
        extra.peer = { viewer, operations: new Map() };
        closeWith(viewer, extra.socket, options.now);
        return true;
      },

      onSubscribe({ extra: { peer, request } }, id, payload) {
        // Nobody subscribes whom onConnect refused.
        if (!peer) throw new Error('an operation without a viewer');
        const operation = options.inFlight.open();
        peer.operations.set(id, operation);
        const { end: _, ...lifetime } = operation;
        const context = { viewer: peer.viewer, origin: originOf(request), ...lifetime };
        return prepare(options.graphql, context, payload);
      },
      execute: (args) => envelopedOf(args).execute(args),
      subscribe: (args) => envelopedOf(args).subscribe(args),

      async onOperation(_context, _id, _payload, { contextValue }, operationResult) {
        const result = await operationResult;
        if (Symbol.asyncIterator in result) return undefined;
        return withAwsCalls(result, contextValue as RequestContext); // as the endpoint made it
      },
      onNext(_context, _id, _payload, _args, { data, errors, extensions }) {
        if (!errors) return undefined;
        const answer = { errors: withoutStatus(errors), ...(extensions && { extensions }) };
        return data === undefined ? answer : { data, ...answer };
      },
      onError({ extra: { peer } }, id, _payload, errors) {
        end(peer, id);
        return withoutStatus(errors);
      },
      onComplete: ({ extra: { peer } }, id) => end(peer, id),
      onClose({ extra: { peer } }) {
        for (const operation of peer?.operations.values() ?? []) operation.end(false);
      },
      // The reason why a connection is closed does not quote what went wrong.
      isProd: true,
    },
    sockets,
  );

  http.on('upgrade', (request, socket, head) => {
    const status = refusalOf(request, options.isOurHost);
    if (status !== undefined) return refuse(socket, status);
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  return {
    async close() {
      // Who does not answer that the connection is closed is not waited for.
      const timer = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, goodbyeMs);
      await served.dispose();
      clearTimeout(timer);
    },
  };
}

/** Other protocols that a client would rather speak, such as h2c, are not taken up: its request is answered as it is. */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

function authorizationIn(
  connectionParams: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const authorization = connectionParams?.['Authorization'] ?? connectionParams?.['authorization'];
  return typeof authorization === 'string' ? authorization : undefined;
}

/** A connection is worth as much as the token that it was opened with. */
function closeWith({ validUntil }: Viewer, socket: WebSocket, now: () => number): void {
  if (validUntil === undefined) return;
  const timer = setTimeout(
    () => socket.close(CloseCode.Forbidden, 'The token is no longer valid'),
    timerMs(validUntil - now()),
  );
  socket.once('close', () => clearTimeout(timer));
}

function end(peer: Peer | undefined, id: string): void {
  peer?.operations.get(id)?.end(true);
  peer?.operations.delete(id);
}

function refusalOf(request: IncomingMessage, isOurHost: WebSocketOptions['isOurHost']): number | undefined {
  if (!isOurHost(request)) return 421;
  if (request.url?.replace(/\?.*/s, '') !== '/graphql') return 404;
  return isSameSite(request) ? undefined : 403;
}

function refuse(socket: Duplex, status: number): void {
  // Without a listener, a client that has gone already would end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
