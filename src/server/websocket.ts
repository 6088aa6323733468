import type { IncomingMessage, Server } from 'node:http';
import { CloseCode } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ErrorCode } from '../errors.ts';
import type { Viewer } from '../viewer.ts';
import { addressOf } from './connections/address.ts';
import { Outlet } from './connections/outlet.ts';
import { type GraphqlEndpoint, type RequestContext, withAwsCalls } from './graphql-endpoint.ts';
import { isSameSite, originOf } from './headers.ts';
import type { Guesses } from './guesses.ts';
import { type InFlight, type Operation, timerMs } from './in-flight.ts';
import { refuseConnection } from './respond.ts';
import type { Authenticate } from './viewer.ts';
import { envelopedOf, prepare, withoutStatus } from './websocket-operation.ts';

const maxMessageBytes = 1_000_000;
const goodbyeMs = 1_000;

export interface WebSocketOptions {
  readonly graphql: GraphqlEndpoint;
  readonly isOurHost: (request: IncomingMessage) => boolean;
  readonly authenticate: Authenticate;
  readonly guesses: Guesses;
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
      async onConnect({ connectionParams, extra }) {
        const authorization = authorizationIn(connectionParams);
        const viewer = options.authenticate(authorization);
        if (!viewer) {
          if (authorization)
            await options.guesses.wrong('wrong_bearer_token', addressOf(extra.request.socket));
          return false;
        }
        extra.peer = { viewer, operations: new Map() };
        closeWith(viewer, extra.socket, options.now);
        return true;
      },

      onSubscribe({ extra: { peer, request } }, id, payload) {
        // onConnect has refused every connection without a viewer, so that none gets here.
        if (!peer) throw new Error('an operation without a viewer');
        const operation = options.inFlight.open();
        peer.operations.set(id, operation);
        const { end: _, ...lifetime } = operation;
        const outlet = Outlet.of(request.socket);
        const context = { viewer: peer.viewer, origin: originOf(request), outlet, ...lifetime };
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

  sockets.on('wsClientError', (error, socket) =>
    refuseConnection(socket, 400, 'BAD_INPUT', error.message, { 'Sec-WebSocket-Version': '13, 8' }),
  );
  http.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, options.isOurHost);
    if (refusal) return refuseConnection(socket, ...refusal);
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  return {
    async close() {
      // The closing server does not wait for clients that do not answer.
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

type Refusal = readonly [status: number, code: ErrorCode, message: string];

function refusalOf(request: IncomingMessage, isOurHost: WebSocketOptions['isOurHost']): Refusal | undefined {
  if (!isOurHost(request))
    return [
      421,
      'FORBIDDEN',
      'This gateway does not go by the name in the Host header; --allowed-host adds one.',
    ];
  if (request.url?.replace(/\?.*/s, '') !== '/graphql')
    return [404, 'NOT_FOUND', 'WebSockets are opened at /graphql.'];
  return isSameSite(request)
    ? undefined
    : [403, 'FORBIDDEN', 'A page of another site cannot open a WebSocket here.'];
}
