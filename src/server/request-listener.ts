import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { writeOrRefuse } from '../audit.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Person } from '../portal/portal.ts';
import type { Viewer } from '../viewer.ts';
import type { Askers } from './askers.ts';
import { type Shares, tooManyOfAddress } from './connections/shares.ts';
import { answerCredentials, type CredentialsSource } from './endpoints/credentials-endpoint.ts';
import type { ServedRequest } from './graphql/endpoint.ts';
import type { ExplorerPage } from './explorer/page.ts';
import type { GraphiqlPage } from './graphiql/page.ts';
import { setSafeHeaders } from './headers.ts';
import type { Guesses } from './viewers/guesses.ts';
import type { Incidents } from './incidents.ts';
import type { InFlight, Lifetime } from './limits/in-flight.ts';
import { answerMetrics, type Metric } from './endpoints/metrics-endpoint.ts';
import { answerCrossOrigin } from './origins/cross-origin.ts';
import { type Origins, unknownHost } from './origins/origins.ts';
import { refuse, send, watchRefusal } from './respond.ts';
import { answerSchema, type SchemaText } from './endpoints/schema-endpoint.ts';
import type { ViewerLimits } from './limits/viewer-limits.ts';
import { servedRequest } from './served-request.ts';
import type { SignInPage } from './sign-in/page.ts';
import { answerCodeExchange } from './viewers/code-exchange.ts';
import type { Authenticate } from '../viewers/authenticate.ts';
import { Refusal } from '../viewers/way.ts';
import { refuseViewer } from './viewers/refuse-viewer.ts';

export interface ListenerOptions {
  readonly origins: Origins;
  readonly shares: Shares;
  readonly authenticate: Authenticate;
  readonly askers: Askers;
  readonly graphql: (request: IncomingMessage, response: ServerResponse, context: ServedRequest) => unknown;
  /** Without it, nothing is at /files. */
  readonly files:
    | ((
        request: IncomingMessage,
        response: ServerResponse,
        path: string,
        served: ServedRequest,
      ) => Promise<void>)
    | undefined;
  /** Without it, nothing is at /credentials. */
  readonly credentials: CredentialsSource | undefined;
  /** Without it, nothing is at /metrics. */
  readonly metrics: (() => readonly Metric[]) | undefined;
  /** Without it, there is no GraphiQL. */
  readonly page: GraphiqlPage | undefined;
  /** Without it, there is no page for people. */
  readonly explorer: ExplorerPage | undefined;
  /** Without it, nothing is at /sign-in. */
  readonly signIn: SignInPage | undefined;
  /** Without it, nothing is at /schema.graphql. */
  readonly schema: (() => SchemaText) | undefined;
  /** The bearer token for a one-time code that is good. */
  readonly redeem: (code: string) => string | undefined;
  readonly guesses: Guesses;
  readonly incidents: Incidents;
  readonly inFlight: InFlight;
  readonly limits: ViewerLimits;
  readonly readiness: () => 'ready' | 'loading' | 'closing';
  readonly logger: Logger;
}

/** Routes a request: checks whom it addresses, what it asks for and who asks, then has it answered. */
export function requestListener(options: ListenerOptions): RequestListener {
  const { page, explorer, signIn, schema, credentials, files, metrics, origins, askers, logger } = options;

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    lifetime: Lifetime,
  ): Promise<void> {
    // Probes address a pod by its number, and learn nothing but that it lives.
    if (path === '/health') return send(response, 200, 'text/plain', 'alive\n');
    if (path === '/ready') {
      const readiness = options.readiness();
      return send(response, readiness === 'ready' ? 200 : 503, 'text/plain', `${readiness}\n`);
    }
    if (request.headers.host === undefined)
      return refuse(response, 400, 'BAD_INPUT', 'Send a Host header: the name of the gateway.');
    if (!origins.isOurHost(request)) return refuse(response, 421, 'FORBIDDEN', unknownHost);
    if (answerCrossOrigin(request, response, path, origins)) return;
    if (!options.shares.takeRequest(request, lifetime.done)) {
      options.incidents.note('too_many_connections', origins.addressOf(request));
      response.setHeader('Retry-After', '5');
      return refuse(response, 429, 'TOO_MANY_REQUESTS', tooManyOfAddress);
    }
    if (path === '/' && isGet(request)) {
      if (await explorer?.answer(request, response, path)) return;
      response.setHeader('Location', '/graphql');
      return send(response, 302, 'text/plain', 'GraphQL is at /graphql\n');
    }
    if (path === '/graphql') {
      return page && isGet(request) && acceptsHtml(request)
        ? page.answer(response)
        : served(request, response, lifetime, (one) => options.graphql(request, response, one));
    }
    if (files && path.startsWith('/files/'))
      return served(request, response, lifetime, (one) => files(request, response, path, one));
    if (credentials && path.startsWith('/credentials/')) {
      const wrong = () => options.guesses.wrong('wrong_credentials_token', origins.addressOf(request));
      const auditFor = (person: Person) => askers.auditFor(request, person);
      return answerCredentials(request, response, path, credentials, lifetime, logger, wrong, auditFor);
    }
    if (metrics && path === '/metrics' && isGet(request)) {
      const viewer = await viewerOf(request, response);
      return viewer && answerMetrics(response, viewer, metrics);
    }
    if (schema && path === '/schema.graphql' && isGet(request)) {
      const viewer = await viewerOf(request, response);
      return viewer && answerSchema(request, response, schema());
    }
    if ((page ?? explorer) && path === '/graphiql/token') {
      const wrong = () => options.guesses.wrong('wrong_sign_in_code', origins.addressOf(request));
      return answerCodeExchange(request, response, redeemedFor(request), wrong);
    }
    if (page && path.startsWith('/graphiql/') && isGet(request))
      return page.answerAsset(request, response, path);
    if (signIn && isGet(request) && (path === '/sign-in' || path.startsWith('/sign-in/')))
      return signIn.answer(request, response, path);
    if (isGet(request) && (await explorer?.answer(request, response, path))) return;
    return refuse(response, 404, 'NOT_FOUND', 'Nothing is here; GraphQL is at /graphql.');
  }

  /** Has what is asked answered to a viewer who is known, and may ask so much. */
  async function served(
    request: IncomingMessage,
    response: ServerResponse,
    lifetime: Lifetime,
    answer: (one: ServedRequest) => unknown,
  ): Promise<void> {
    const viewer = await viewerOf(request, response);
    if (!viewer) return;
    const tooMany = options.limits.take(viewer.viewerId, lifetime.done);
    if (tooMany) {
      options.incidents.note('too_many_operations', origins.addressOf(request));
      response.setHeader('Retry-After', tooMany.retryAfterSeconds);
      return refuse(response, 429, 'TOO_MANY_REQUESTS', tooMany.message);
    }
    await answer(servedRequest(request, viewer, options, lifetime));
  }

  /** What is handed out for a code is written down first. */
  function redeemedFor(request: IncomingMessage): ListenerOptions['redeem'] {
    return (code) => {
      const token = options.redeem(code);
      const event = { event: 'login', to: 'gateway', result: 'ok' } as const;
      if (token !== undefined) writeOrRefuse(askers.auditOf(request), event);
      return token;
    };
  }

  /** The viewer of a request; undefined when it was refused here because nobody is known by its token. */
  async function viewerOf(request: IncomingMessage, response: ServerResponse): Promise<Viewer | undefined> {
    const recognized = await options.authenticate(request.headers.authorization);
    if (!(recognized instanceof Refusal)) {
      askers.know(request, recognized);
      return recognized;
    }
    if (recognized.reason === 'unknown')
      await options.guesses.wrong('wrong_bearer_token', origins.addressOf(request));
    refuseViewer(response, recognized);
    return undefined;
  }

  return (request, response) => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const path = pathOf(request);
    setSafeHeaders(response);
    response.setHeader('X-Request-Id', requestId);
    const { address, traceId } = askers.begin(request, requestId);
    watchRefusal(response, (code) => askers.refused(request, code));
    response.once('close', () => {
      if (isBrokenOff(request, response)) options.incidents.note('hang_up', address);
      const durationMs = Math.round(performance.now() - startedAt);
      logger.debug(
        {
          requestId,
          method: request.method,
          path: routeOf(path),
          status: response.statusCode,
          durationMs,
          traceId,
        },
        'request',
      );
    });
    route(request, response, path, options.inFlight.begin(response)).catch((error: unknown) => {
      if (isBrokenOff(request, response)) return;
      if (error instanceof GatewayError) return refuse(response, 503, error.code, error.message);
      logger.error({ err: error, requestId, traceId, path: routeOf(path) }, 'request failed');
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'INTERNAL', `Unexpected error; the gateway's log has it as ${requestId}.`);
    });
  };
}

/** The path for the log: only paths of ours, as any other is the client's own text. */
function routeOf(path: string): string {
  const isRoute = [
    '/',
    '/graphql',
    '/graphiql/token',
    '/health',
    '/metrics',
    '/ready',
    '/schema.graphql',
    '/sign-in',
  ].includes(path);
  if (isRoute) return path;
  return (
    ['/credentials/', '/explorer/', '/files/', '/graphiql/', '/sign-in/'].find((folder) =>
      path.startsWith(folder),
    ) ?? 'elsewhere'
  );
}

/** Did the client leave before it had sent its request? */
function isBrokenOff(request: IncomingMessage, response: ServerResponse): boolean {
  return request.destroyed && !request.complete && !response.writableFinished;
}

/** Without the query string, which carries queries and variables. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.replace(/[?#].*/s, '');
}

function isGet({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function acceptsHtml({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') ?? false;
}
