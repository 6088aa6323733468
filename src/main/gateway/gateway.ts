import { randomBytes } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import type { AwsOptions } from '../../aws/aws.ts';
import { CallMeter } from '../../aws/call/meter.ts';
import type { ConnectionReport } from '../../aws/call/traffic.ts';
import type { Config } from '../../config/config.ts';
import type { Context } from '../../context.ts';
import { GatewayError } from '../../errors.ts';
import { unaudited } from '../../audit.ts';
import { CallAllowance } from '../../reading/allowance.ts';
import { Deadline } from '../../reading/deadline.ts';
import type { Person } from '../../portal/portal.ts';
import type { Logger } from '../../log.ts';
import { schema } from '../../schema/index.ts';
import type { Replicas } from '../../replicas/replicas.ts';
import { createCredentialsTokens } from '../../credentials-tokens.ts';
import type { CredentialsSource } from '../../server/endpoints/credentials-endpoint.ts';
import type { LoadFiles } from '../../server/files/endpoint.ts';
import type { ContextRequest, RequestContext } from '../../server/graphql/endpoint.ts';
import type { Basis } from '../../server/plain/answer-cache.ts';
import type { Metric } from '../../server/endpoints/metrics-endpoint.ts';
import type { Trail } from '../../server/audit/trail.ts';
import { coverageMetrics } from './coverage-metrics.ts';
import { LoginCounts } from './login-counts.ts';
import { clusterMetrics, metricsOf } from './metrics.ts';
import { openPortal } from './open-portal.ts';
import { maxAgeMsOf, openReader } from './open-reader.ts';
import { startRefresh } from './refresh.ts';

/** The gateway without its HTTP side: what to serve, and how each request sees AWS. */
export interface Gateway {
  readonly schema: GraphQLSchema;
  readonly credentials: CredentialsSource;
  /** Whole lists, to be written as files. */
  readonly files: LoadFiles;
  createContext(request: ContextRequest): RequestContext & Context;
  /** What answers rest on that may be given again. */
  readonly answerBasis: Basis;
  /** Whether what the store had is in memory: before that, an answer would have it read again. */
  isLoaded(): boolean;
  /** Lets another gateway read from AWS for all, and goes on answering. */
  handOver(): Promise<void>;
  /** The metrics as they are now. */
  metrics(): readonly Metric[];
  close(): Promise<void>;
}

/**
 * Puts AWS, mirror, reader and portal together. Cursors are good for as long as their secret:
 * gateways that share one accept each other's.
 */
export async function createGateway(
  config: Config,
  options: AwsOptions,
  logger: Logger,
  cursorSecret: Uint8Array = randomBytes(32),
  trail?: Trail,
  replicas?: Replicas,
): Promise<Gateway> {
  const connections: ConnectionReport[] = [];
  const watched = { ...options, opened: (connection: ConnectionReport) => void connections.push(connection) };
  const opened = await openReader(
    config,
    watched,
    cursorSecret,
    (message) =>
      // The URL of a database may have a password.
      logger.warn(config.store.includes('://') ? {} : { file: config.store }, message),
    (err) => logger.error({ err }, 'a read for another gateway failed unexpectedly'),
  );
  const { reader, cluster } = opened;
  const now = cluster?.now ?? Date.now;
  const refresh = await startRefresh(config, reader, logger, cluster).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const logins = new LoginCounts();
  const portal = openPortal(config, watched, cursorSecret, logger, {
    ...(replicas && { replicas }),
    changed(person, { state }) {
      logins.count(state);
      trail?.write({ person }, { event: 'login', to: 'portal', permission: 'credentials', result: state });
    },
  });
  const credentialsTokens = replicas?.credentialsTokens ?? createCredentialsTokens();
  const createContext: Gateway['createContext'] = ({ viewer, origin, audit = unaudited, ...request }) => {
    const { maxCalls } = config;
    let isSettled = true;
    const scope = {
      unsettled: () => void (isSettled = false),
      ...scopeOf(viewer, request, now()),
      ...(maxCalls > 0 && { allowance: new CallAllowance(maxCalls) }),
    };
    const { meter, askedAt, deadline, listDeadline } = scope;
    const basis = {
      askedAt,
      isSettled: () => isSettled && meter.toJSON().calls === 0 && !deadline.aborted && !listDeadline.aborted,
    };
    const allowsTokenExport = config.allowTokenExport === true;
    const asksMirrorFirst = !config.without?.includes('lookups');
    return {
      asksMirrorFirst,
      reader,
      portal,
      credentialsTokens,
      viewer,
      origin,
      scope,
      audit,
      meter,
      basis,
      allowsTokenExport,
    };
  };
  return {
    schema,
    createContext,
    // What writes files is loaded with the first of them.
    files: async () => {
      const { filesOf } = await import('../files/files.ts');
      return filesOf({ schema, createContext, logger });
    },
    answerBasis: { now, ...reader.basis, agesMs: [maxAgeMsOf(config), config.namesMaxAgeMs] },
    credentials: {
      tokens: credentialsTokens,
      roleCredentials: ({ person, ...role }, request) =>
        portal.roleCredentials(person, role, scopeOf(person, request, Date.now())),
    },
    isLoaded: () => cluster?.isLoaded ?? true,
    handOver: async () => cluster?.handOver(),
    metrics: () => [
      ...metricsOf(connections, opened.store?.state()),
      ...(cluster ? clusterMetrics(cluster, now()) : []),
      ...coverageMetrics(reader.coverage(), config.refreshMs, now()),
      ...logins.metrics(),
    ],
    async close() {
      await portal.close();
      await refresh[Symbol.asyncDispose]();
      await opened.close();
      await replicas?.[Symbol.asyncDispose]();
    },
  };
}

type Lifetime = Pick<ContextRequest, 'signal' | 'deadline' | 'isKeptOpen' | 'done'>;

/** `askedAt`: by the clock that dates what is read. */
function scopeOf({ viewerId: client }: Person, request: Lifetime, askedAt: number) {
  const { signal, deadline } = request;
  const listDeadline = deadlineAt(deadline - lookupReserveMs(deadline - Date.now()), request);
  return {
    signal,
    deadline: deadlineAt(deadline, request),
    listDeadline,
    meter: new CallMeter(),
    askedAt,
    client,
  };
}

/** How much of a request's time is kept for looking up what a list gave: a fifth, of which 5 seconds are plenty. */
function lookupReserveMs(timeMs: number): number {
  return Math.min(5_000, Math.max(0, timeMs) / 5);
}

/**
 * It aborts at that moment, with the error of fields that could not be read in time. Its timer never keeps the process
 * alive.
 */
function deadlineAt(at: number, { isKeptOpen, done }: Lifetime): Deadline {
  const made = new Deadline();
  const expire = () => isKeptOpen?.() || made.abort(timeWasOver());
  const timer = setTimeout(expire, Math.max(0, at - Date.now())).unref();
  void done?.then(() => {
    clearTimeout(timer);
    // Nobody waits for what was read ahead of its answer.
    made.abort(isOver);
  });
  return made;
}

function timeWasOver(): GatewayError {
  return new GatewayError(
    'TIMEOUT',
    'The time of this request was over; what was read is kept, so ask again',
  );
}

/** Of requests that were answered. One for all: the trace of an error takes as long to make as much of a short answer. */
const isOver = timeWasOver();
