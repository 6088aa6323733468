import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Bounds } from '../limits/bounds.ts';
import type { Incidents } from '../incidents.ts';
import type { Origins } from '../origins/origins.ts';
import { asksForWebSocket } from '../websocket/serve.ts';
import { admitConnections } from './admission.ts';
import { OpenResponses } from './open-responses.ts';
import type { Shares } from './shares.ts';
import { cutSlowReaders } from './slow-readers.ts';
import { refuseUnreadable } from './unreadable.ts';

/** Node's server, within bounds. */
export interface HttpServer {
  readonly http: Server;
  /** The same, where it speaks TLS. */
  readonly https: TlsServer | undefined;
  /** Those that are open, WebSockets too. */
  readonly connections: ReadonlySet<Socket>;
  /** Sets what answers requests: of each connection, one after the other. */
  serve(listener: RequestListener): void;
  /** From now on each answer is the last on its connection. */
  lastAnswers(): void;
}

/** Speaks TLS, once it has a certificate, where that is wanted. */
export function createHttpServer(
  bounds: Bounds,
  origins: Origins,
  shares: Shares,
  incidents: Incidents,
  isTls: boolean,
): HttpServer {
  const options = {
    headersTimeout: bounds.headersMs,
    requestTimeout: bounds.requestMs,
    keepAliveTimeout: bounds.idleMs,
    connectionsCheckingInterval: bounds.headersMs / 4,
    // Node's own answer to a request without a Host has none of our headers.
    requireHostHeader: false,
    shouldUpgradeCallback: asksForWebSocket,
  };
  const https = isTls ? createTlsServer({ ...options, handshakeTimeout: bounds.headersMs }) : undefined;
  const http = https ?? createServer(options);
  const responses = new OpenResponses();
  const connections = admitConnections(http, bounds, shares, incidents, isTls);
  const slowReaders = cutSlowReaders(connections, bounds, incidents);
  http.once('close', () => slowReaders.close());
  refuseUnreadable(http, responses);
  return {
    http,
    https,
    connections,
    serve(listener) {
      http.on('request', (request, response) => {
        // A connection that would be kept alive must not keep a closing server waiting.
        response.once('close', () => http.listening || http.closeIdleConnections());
        const before = responses.add(request, response);
        const last = before.at(-1);
        if (!last) return listener(request, response);
        // Answers on one connection go out one after the other, so they are made one after the other.
        if (before.length < bounds.requestsOfConnection)
          return last.once('close', () => request.socket.destroyed || listener(request, response));
        incidents.note('too_many_operations', origins.addressOf(request));
        request.socket.destroy();
      });
    },
    lastAnswers: () => responses.areLast(),
  };
}
