import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { CloseCode, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Viewer } from '../../viewer.ts';
import type { Bounds } from '../limits/bounds.ts';
import type { Askers } from '../askers.ts';
import { type GraphqlEndpoint, type RequestContext, withAwsCalls } from '../graphql/endpoint.ts';
import type { Guesses } from '../viewers/guesses.ts';
import type { Incidents } from '../incidents.ts';
import { callAt } from '../limits/call-at.ts';
import type { InFlight } from '../limits/in-flight.ts';
import type { AskedOperation } from '../operations/answered.ts';
import type { Recorder } from '../operations/recorder.ts';
import type { Origins } from '../origins/origins.ts';
import type { Resolve } from '../persisted/resolve.ts';
import { tooMany } from '../limits/quota.ts';
import { servedRequest } from '../served-request.ts';
import type { ViewerLimits } from '../limits/viewer-limits.ts';
import type { Authenticate } from '../../viewers/authenticate.ts';
import { Refusal } from '../../viewers/way.ts';
import { envelopedOf, prepare, withoutStatus } from './operation.ts';
import { Peer } from './peer.ts';

export interface ProtocolOptions {
  readonly graphql: GraphqlEndpoint;
  readonly origins: Origins;
  readonly resolve: Resolve;
  readonly recorder: Recorder;
  readonly authenticate: Authenticate;
  readonly askers: Askers;
  readonly guesses: Guesses;
  readonly incidents: Incidents;
  readonly inFlight: InFlight;
  readonly limits: ViewerLimits;
  readonly bounds: Pick<Bounds, 'operationsOfSocket'>;
  readonly now: () => number;
}

/** WebSocket's own. */
const tryAgainLater = 1013;

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
        // A client that is told so tries again; one that is forbidden does not.
        if (viewer.reason === 'unavailable') extra.socket.close(tryAgainLater, 'Try again later');
        const address = options.origins.addressOf(extra.request);
        if (viewer.reason === 'unknown') await options.guesses.wrong('wrong_bearer_token', address);
        options.askers.refused(extra.request, 'UNAUTHENTICATED');
        return false;
      }
      options.askers.know(extra.request, viewer);
      extra.peer = new Peer(viewer);
      closeWith(viewer, extra.socket, options.now);
      return true;
    },
    onSubscribe: ({ extra }, id, payload) => begin(options, extra, id, payload),
    execute: (args) => envelopedOf(args).execute(args),
    subscribe: (args) => envelopedOf(args).subscribe(args),
    async onOperation(_context, _id, _payload, { contextValue }, operationResult) {
      const result = await operationResult;
      const asked: AskedOperation = contextValue as object; // as `prepare` put it together
      if (Symbol.asyncIterator in result) return options.recorder.subscribed(asked, result);
      options.recorder.answered(asked, result);
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
  { graphql, resolve, recorder, origins, askers, inFlight, limits, incidents, bounds }: ProtocolOptions,
  { peer, request }: Connection,
  id: string,
  payload: SubscribePayload,
) {
  // onConnect has refused every connection without a viewer, so that none gets here.
  if (!peer) throw new Error('an operation without a viewer');
  const { viewer } = peer;
  const { end, ...lifetime } = inFlight.open();
  const isFull = peer.size >= bounds.operationsOfSocket;
  const refused = isFull
    ? { message: tooMany('this connection'), retryAfterSeconds: 1 }
    : limits.take(viewer.viewerId, lifetime.done);
  if (refused) {
    end(true);
    incidents.note('too_many_operations', origins.addressOf(request));
    const { message, retryAfterSeconds } = refused;
    return [new GraphQLError(message, { extensions: { code: 'TOO_MANY_REQUESTS', retryAfterSeconds } })];
  }
  peer.begin(id, payload, { ...lifetime, end });
  const context = servedRequest(request, viewer, { origins, askers }, lifetime);
  return prepare(graphql, resolve, recorder, context, payload);
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
  const forget = validUntil === undefined ? () => {} : callAt(validUntil, now, close);
  withdrawn?.addEventListener('abort', close);
  socket.once('close', () => {
    forget();
    withdrawn?.removeEventListener('abort', close);
  });
}
