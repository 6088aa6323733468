import type { Config } from '../config/config.ts';
import type { Logger } from '../log.ts';
import type { ExampleVariables } from '../server/graphiql/examples.ts';
import type { Replicas } from '../replicas/replicas.ts';
import { Rate } from '../server/limits/rate.ts';
import { startServer } from '../server/server.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { OpenAudit } from './gateway/open-audit.ts';
import type { OpenAuth } from './gateway/open-auth.ts';
import type { Service } from './service.ts';

export interface ListenOptions {
  readonly auth: OpenAuth;
  readonly logger: Logger;
  readonly audit: OpenAudit | undefined;
  readonly examples?: ExampleVariables;
  /** What it shares with other gateways. */
  readonly replicas?: Replicas | undefined;
}

/** Opens the gateway's port, and tells the person at the terminal how to get in. */
export async function listen(config: Config, gateway: Gateway, options: ListenOptions): Promise<Service> {
  const { host, port, allowedHosts, allowedOrigins, publicUrl, trustedProxies, behindProxy } = config;
  const { tlsCert: cert, tlsKey: key, requestTimeoutMs, drainDelayMs } = config;
  const { maxConnections, maxConnectionsPerAddress, maxOperationsPerViewer, maxRequestsPerMinute } = config;
  const { writeTimeoutMs } = config;
  const { auth, audit, replicas } = options;
  const { persistedDocuments, onlyPersisted, introspection, graphiql = true, explorer = true } = config;
  const server = await startServer({
    host,
    port,
    auth: auth.auth,
    allowedHosts,
    allowedOrigins,
    trustedProxies,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(behindProxy !== undefined && { behindProxy }),
    ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
    ...(persistedDocuments !== undefined && { persistedDocuments }),
    ...(onlyPersisted !== undefined && { onlyPersisted }),
    ...(introspection !== undefined && { introspection }),
    graphiql,
    explorer,
    without: config.without,
    answerCache: { bytes: config.answerCacheBytes, basis: gateway.answerBasis },
    requestTimeoutMs,
    drainDelayMs,
    bounds: {
      connections: maxConnections,
      connectionsOfAddress: maxConnectionsPerAddress,
      operationsOfViewer: maxOperationsPerViewer,
      requestsPerMinute: maxRequestsPerMinute,
      writeMs: writeTimeoutMs,
    },
    ...(replicas && { rates: replicas.rates(new Rate(maxRequestsPerMinute, Date.now)) }),
    logger: options.logger,
    schema: gateway.schema,
    credentials: gateway.credentials,
    files: gateway.files,
    metrics: () => gateway.metrics(),
    isLoaded: () => gateway.isLoaded(),
    createContext: (request) => gateway.createContext(request),
    ...(audit && { trail: audit.trail }),
    ...(options.examples && { examples: options.examples }),
  });
  tell(auth.words(graphiql || explorer ? server.signInLink() : undefined));
  return {
    readyLine: `Gateway ready at ${server.url}`,
    ...((cert ?? persistedDocuments ?? audit?.reopen) !== undefined && {
      async reload() {
        audit?.reopen?.();
        await server.reload();
      },
    }),
    async close() {
      await gateway.handOver();
      await server.close();
      await gateway.close();
      auth.close();
      audit?.[Symbol.dispose]();
    },
  };
}

/** For people, so not as JSON; and never through the log, as the link lets its reader in. */
function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
