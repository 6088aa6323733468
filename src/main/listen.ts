import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Logger } from '../log.ts';
import type { ExampleVariables } from '../server/graphiql/examples.ts';
import { startServer } from '../server/server.ts';
import { defaultTokenFile, readOrCreateToken } from '../server/viewers/token-file.ts';
import type { Auth } from '../server/viewers/viewer.ts';
import type { Gateway } from './gateway.ts';
import type { Service } from './service.ts';

export interface ListenOptions {
  readonly auth: Auth;
  readonly logger: Logger;
  readonly examples?: ExampleVariables;
}

/** Opens the gateway's port, and tells the person at the terminal how to get in. */
export async function listen(config: Config, gateway: Gateway, options: ListenOptions): Promise<Service> {
  const { host, port, allowedHosts, allowedOrigins, publicUrl, trustedProxies, behindProxy } = config;
  const { tlsCert: cert, tlsKey: key, requestTimeoutMs, drainDelayMs } = config;
  const { maxConnections, maxConnectionsPerAddress, maxOperationsPerViewer, writeTimeoutMs } = config;
  const { auth } = options;
  const server = await startServer({
    host,
    port,
    auth,
    allowedHosts,
    allowedOrigins,
    trustedProxies,
    ...(publicUrl !== undefined && { publicUrl }),
    ...(behindProxy !== undefined && { behindProxy }),
    ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
    requestTimeoutMs,
    drainDelayMs,
    bounds: {
      connections: maxConnections,
      connectionsOfAddress: maxConnectionsPerAddress,
      operationsOfViewer: maxOperationsPerViewer,
      writeMs: writeTimeoutMs,
    },
    logger: options.logger,
    schema: gateway.schema,
    credentials: gateway.credentials,
    metrics: () => gateway.metrics(),
    createContext: (request) => gateway.createContext(request),
    ...(options.examples && { examples: options.examples }),
  });
  tell(
    auth.mode === 'token'
      ? [
          `GraphiQL, for the next minute: ${server.signInLink()}`,
          `Scripts send the token in ${tokenFileOf(config)} as "Authorization: Bearer …".`,
        ]
      : [`WARNING: --auth none: everybody on this machine can ask this gateway anything.`],
  );
  return {
    readyLine: `Gateway ready at ${server.url}`,
    ...(cert !== undefined && { reload: () => server.reload() }),
    async close() {
      await server.close();
      await gateway.close();
    },
  };
}

/** Who may come in: whoever has the token in the file, which is made when it is missing, or everybody. */
export async function openAuth(config: Config, mode: Auth['mode']): Promise<Auth> {
  return mode === 'token' ? { mode, token: await readOrCreateToken(tokenFileOf(config)) } : { mode };
}

/** Cursors stay good across restarts and among gateways with the same token. */
export function cursorSecretOf(auth: Auth): Uint8Array {
  return auth.mode === 'token'
    ? createHmac('sha256', auth.token).update('cursors').digest()
    : randomBytes(32);
}

function tokenFileOf(config: Config): string {
  return config.tokenFile ?? defaultTokenFile(process.env);
}

/** For people, so not as JSON; and never through the log, as the link lets its reader in. */
function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
