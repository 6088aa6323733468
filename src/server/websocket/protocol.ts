import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { CloseCode, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Viewer } from '../../viewer.ts';
import type { Bounds } from '../bounds.ts';
import { Outlet } from '../connections/outlet.ts';
import { type GraphqlEndpoint, type RequestContext, withAwsCalls } from '../graphql/endpoint.ts';
import type { Guesses } from '../viewers/guesses.ts';
import type { Incidents } from '../incidents.ts';
import { type InFlight, timerMs } from '../in-flight.ts';
import type { Origins } from '../origins/origins.ts';
import type { Resolve } from '../persisted/resolve.ts';
import { type Quota, tooMany } from '../quota.ts';
import { type Authenticate, Refusal } from '../../viewers/authenticate.ts';
import { envelopedOf, prepare, withoutStatus } from './operation.ts';
import { Peer } from './peer.ts';

export interface ProtocolOptions {
  readonly graphql: GraphqlEndpoint;
  readonly origins: Origins;
  readonly resolve: Resolve;
  readonly authenticate: Authenticate;
  readonly guesses: Guesses;
  readonly incidents: Incidents;
  readonly inFlight: InFlight;
  /** Of the operations of each viewer. */
  readonly quota: Quota;
  readonly bounds: Pick<Bounds, 'operationsOfSocket'>;
  readonly now: () => number;
}

/** A connection, and who is at its other end once that is known. */
export interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  peer?: Peer;
}

export type Protocol = Server<Connection>;

/** graphql-transport-ws; the token comes with `connection_init`. */
export function graphqlProtocol(options: ProtocolOptions): Protocol {
  return makeServer<Record<string, unknown>, Connection>({
    async onConnect({ connectionParams, extra }) {
      const authorization = authorizationIn(connectionParams);
      const viewer = await options.authenticate(authorization);
      if (viewer instanceof Refusal) {
        const address = options.origins.addressOf(extra.request);
        if (viewer.reason === 'unknown') await options.guesses.wrong('wrong_bearer_token', address);
        return false;
      }
      extra.peer = new Peer(viewer);
      closeWith(viewer, extra.socket, options.now);
      return true;
    },
    onSubscribe: ({ extra }, id, payload) => begin(options, extra, id, payload),
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
    onError({ extra: { peer } }, _id, payload, errors) {
      peer?.end(payload);
      return withoutStatus(errors);
    },
    onComplete: ({ extra: { peer } }, _id, payload) => peer?.end(payload),
  });
}

/** What to execute, or why nothing is. */
function begin(
  { graphql, resolve, origins, inFlight, quota, incidents, bounds }: ProtocolOptions,
  { peer, request }: Connection,
  id: string,
  payload: SubscribePayload,
) {
  // onConnect has refused every connection without a viewer, so that none gets here.
  if (!peer) throw new Error('an operation without a viewer');
  const { viewer } = peer;
  const { end, ...lifetime } = inFlight.open();
  const isFull = peer.size >= bounds.operationsOfSocket;
  if (isFull || !quota.take(viewer.viewerId, lifetime.done)) {
    end(true);
    incidents.note('too_many_operations', origins.addressOf(request));
    const message = tooMany(isFull ? 'this connection' : 'yours');
    return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_REQUESTS' } })];
  }
  peer.begin(id, payload, { ...lifetime, end });
  const outlet = Outlet.of(request.socket);
  return prepare(
    graphql,
    resolve,
    { viewer, origin: origins.originOf(request), outlet, ...lifetime },
    payload,
  );
}

function authorizationIn(
  connectionParams: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const authorization = connectionParams?.['Authorization'] ?? connectionParams?.['authorization'];
  return typeof authorization === 'string' ? authorization : undefined;
}

/** A connection is worth as much as the token that it was opened with. */
function closeWith({ validUntil, withdrawn }: Viewer, socket: WebSocket, now: () => number): void {
  const close = () => socket.close(CloseCode.Forbidden, 'The token is no longer valid');
  const timer = validUntil === undefined ? undefined : setTimeout(close, timerMs(validUntil - now())).unref();
  withdrawn?.addEventListener('abort', close);
  socket.once('close', () => {
    clearTimeout(timer);
    withdrawn?.removeEventListener('abort', close);
  });
}
