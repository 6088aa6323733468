import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Trail } from '../../src/server/audit/trail.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { token } from '../server/running-server.ts';

export interface LoggedGateway extends RunningServer, AsyncDisposable {
  /** Everything logged so far, debug lines too. */
  readonly log: readonly string[];
}

/** The gateway behind a bearer token, with all that it logs. */
export async function loggedGateway(sandbox: Sandbox, trail?: Trail): Promise<LoggedGateway> {
  const log: string[] = [];
  const logger = createLogger('debug', { write: (line: string) => void log.push(line) });
  const config = readConfig('demo', {}, {});
  const aws = {
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    unlimited: true,
  };
  const gateway = await createGateway({ ...config, tokenCache: 'memory' }, aws, logger, undefined, trail);
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    auth: { mode: 'token', token },
    allowedHosts: [],
    requestTimeoutMs: 5_000,
    logger,
    schema: gateway.schema,
    createContext: (request) => gateway.createContext(request),
    credentials: gateway.credentials,
    metrics: () => gateway.metrics(),
    ...(trail && { trail }),
  });
  return {
    ...server,
    log,
    async [Symbol.asyncDispose]() {
      await server.close();
      await gateway.close();
    },
  };
}
