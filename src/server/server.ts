import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import { type Bounds, defaultBounds } from './limits/bounds.ts';
import { createHttpServer } from './connections/http-server.ts';
import { loadMetrics } from './connections/load.ts';
import { Shares } from './connections/shares.ts';
import { keepTls, type TlsFiles } from './connections/tls.ts';
import type { CredentialsSource } from './endpoints/credentials-endpoint.ts';
import { Askers } from './askers.ts';
import type { Trail } from './audit/trail.ts';
import { createGraphqlEndpoint, csrfHeader, type GraphqlOptions, makingOf } from './graphql/endpoint.ts';
import { errorMask } from './graphql/mask-error.ts';
import { EventLoop } from './event-loop.ts';
import { explorerPage } from './explorer/page.ts';
import { filesEndpoint, type LoadFiles } from './files/endpoint.ts';
import { graphiqlPage } from './graphiql/page.ts';
import type { ExampleVariables } from './graphiql/examples.ts';
import { bracketed } from './headers.ts';
import { Guesses } from './viewers/guesses.ts';
import { Incidents } from './incidents.ts';
import { InFlight } from './limits/in-flight.ts';
import type { Metric } from './endpoints/metrics-endpoint.ts';
import { type OriginOptions, Origins } from './origins/origins.ts';
import { oneTimeCodes } from './viewers/one-time-code.ts';
import { openPersisted } from './persisted/documents.ts';
import { documentResolver } from './persisted/resolve.ts';
import { AnswerCache, type Basis } from './plain/answer-cache.ts';
import { plainQueries } from './plain/plain-queries.ts';
import { requestListener } from './request-listener.ts';
import { Rate, type Rates } from './limits/rate.ts';
import { schemaText } from './endpoints/schema-endpoint.ts';
import { type Auth, authenticator, linkTokenOf } from '../viewers/authenticate.ts';
import { OperationMetrics } from './operations/metrics.ts';
import { Recorder } from './operations/recorder.ts';
import { ViewerLimits } from './limits/viewer-limits.ts';
import { signInPage } from './sign-in/page.ts';
import { serveWebSockets } from './websocket/serve.ts';

export interface ServerOptions extends GraphqlOptions, OriginOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly auth: Auth;
  /** Speaks TLS with the certificate in these files. @default HTTP */
  readonly tls?: TlsFiles;
  /** A folder or a manifest with documents that clients may name. @default there are none */
  readonly persistedDocuments?: string;
  /** Whether clients may ask these alone. @default false */
  readonly onlyPersisted?: boolean;
  /** Whether there is a page with GraphiQL. @default true */
  readonly graphiql?: boolean;
  /** Whether there is a page for people; there is none where only persisted documents may be asked. @default true */
  readonly explorer?: boolean;
  /** How long a request may take before it answers with what it has. */
  readonly requestTimeoutMs: number;
  /** How long `close` waits for requests that are being answered. @default 10_000, within Kubernetes' and systemd's patience */
  readonly drainMs?: number;
  /** How long `close` goes on serving before that, so that whoever looks at /ready sends no more. @default 0 */
  readonly drainDelayMs?: number;
  readonly logger: Logger;
  /** Whether it is worth sending requests here. @default always */
  readonly isLoaded?: () => boolean;
  /** @default defaultBounds */
  readonly bounds?: Partial<Bounds>;
  /** What a viewer may ask a minute. @default so much of this process alone as the bounds say */
  readonly rates?: Rates;
  /** What answers at /credentials. @default nothing does */
  readonly credentials?: CredentialsSource;
  /** What is at /files, and opens it. @default nothing is there */
  readonly files?: LoadFiles | undefined;
  /** What answers at /metrics. @default nothing does */
  readonly metrics?: () => readonly Metric[];
  /** How much memory is for answers that are given again, and what they rest on. @default each is made anew */
  readonly answerCache?: { readonly bytes: number; readonly basis: Basis };
  /** Where it is written down who asked. @default nowhere */
  readonly trail?: Trail;
  /** Values that exist in the organization at hand, for the queries that GraphiQL opens with. */
  readonly examples?: ExampleVariables;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

export interface RunningServer {
  /** The GraphQL endpoint, with the port that was really taken. */
  readonly url: string;
  /** A link that opens the page, which is GraphiQL where there is no other, signed in where one token is for whoever sees the link: once, within 60 seconds. */
  signInLink(): string;
  /** Takes up the files that it serves with, a certificate and persisted documents, as they are now; what cannot be used is logged. */
  reload(): Promise<void>;
  /** Says that it closes, stops accepting, lets requests finish, then closes. */
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { auth, host, port, schema, logger, requestTimeoutMs, metrics, trail, now = Date.now } = options;
  const { drainMs = 10_000, drainDelayMs = 0 } = options;
  const bounds = { ...defaultBounds, ...options.bounds };
  const incidents = new Incidents(logger);
  const codes = oneTimeCodes(now);
  const origins = new Origins(options);
  const { persistedDocuments, onlyPersisted = false, graphiql = true, introspection = true } = options;
  const documents =
    persistedDocuments === undefined ? undefined : await openPersisted(persistedDocuments, schema);
  const resolve = documentResolver(documents, onlyPersisted);
  const eventLoop = new EventLoop();
  const operations = new OperationMetrics();
  const recorder = new Recorder(schema, operations, trail);
  const making = makingOf(options);
  const { answerCache, without = [] } = options;
  const cache =
    answerCache && answerCache.bytes > 0
      ? new AnswerCache(answerCache.bytes, answerCache.basis, answerCache.basis.now ?? now)
      : undefined;
  const graphql = createGraphqlEndpoint(options, resolve, recorder, making);
  const both = {
    graphql,
    resolve,
    recorder,
    askers: new Askers(origins, trail),
    origins,
    shares: new Shares(bounds.connectionsOfAddress, origins),
    authenticate: authenticator(auth, origins.areLocal),
    inFlight: new InFlight(requestTimeoutMs, now),
    guesses: new Guesses(incidents, now),
    limits: new ViewerLimits(bounds, options.rates ?? new Rate(bounds.requestsPerMinute, now)),
    incidents,
    logger,
  };
  const { inFlight, guesses } = both;
  const linkToken = linkTokenOf(auth);
  const signIn = auth.mode === 'known' && auth.signIns ? signInPage(auth.signIns) : undefined;
  const access = { needsToken: auth.mode !== 'none', hasLink: linkToken !== undefined, signIn };
  const explorer =
    options.explorer === false || onlyPersisted ? undefined : explorerPage({ ...access, graphiql });
  let isClosing = false;
  const httpServer = createHttpServer(bounds, origins, both.shares, incidents, options.tls !== undefined);
  const { http, https } = httpServer;
  const tls = options.tls && https && (await keepTls(https, options.tls, logger));
  const ours = () => [
    ...loadMetrics(httpServer.connections, inFlight),
    ...operations.metrics(),
    ...(cache?.metrics() ?? []),
    ...eventLoop.metrics(),
    ...incidents.metrics(),
    ...(trail?.metrics() ?? []),
  ];
  httpServer.serve(
    requestListener({
      ...both,
      graphql: without.includes('plain')
        ? graphql
        : plainQueries({
            ...options,
            ...making,
            graphql,
            resolve,
            recorder,
            cache,
            csrfHeader,
            mask: errorMask(logger),
          }),
      credentials: options.credentials,
      files: options.files && filesEndpoint({ load: options.files, schema, recorder, logger }),
      metrics: metrics && (() => [...metrics(), ...ours()]),
      schema: introspection ? schemaText(schema) : undefined,
      page: graphiql ? graphiqlPage({ ...access, examples: options.examples ?? {} }) : undefined,
      explorer,
      signIn,
      redeem: (code) => (codes.redeem(code) ? linkToken?.() : undefined),
      readiness: () => (isClosing ? 'closing' : (options.isLoaded?.() ?? true) ? 'ready' : 'loading'),
    }),
  );
  const webSockets = serveWebSockets(http, { ...both, bounds, now });
  http.listen(port, host);
  await once(http, 'listening');
  // A server that listens on a port has an object for its address.
  const url = `${https ? 'https' : 'http'}://${bracketed(host)}:${(http.address() as AddressInfo).port}/graphql`;

  return {
    url,
    signInLink() {
      const path = explorer?.isBuilt ? '/' : '/graphql';
      const page = new URL(path, options.publicUrl ?? url).href;
      return linkToken ? `${page}#code=${codes.issue()}` : page;
    },
    async reload() {
      await Promise.all([tls?.reload(), documents?.reload(logger)]);
    },
    async close() {
      isClosing = true;
      tls?.[Symbol.dispose]();
      httpServer.lastAnswers();
      if (drainDelayMs > 0) await setTimeout(drainDelayMs);
      const closed = once(http, 'close');
      http.close();
      guesses.close();
      const isDrained = await inFlight.drain(drainMs);
      if (!isDrained) logger.warn({ openRequests: inFlight.size }, 'closed with requests unanswered');
      await webSockets.close();
      http.closeAllConnections();
      await closed;
      incidents.close();
      eventLoop[Symbol.dispose]();
    },
  };
}
