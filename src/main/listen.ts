import type { Config } from '../config.ts';
import type { Logger } from '../log.ts';
import type { ExampleVariables } from '../server/graphiql/examples.ts';
import { startServer } from '../server/server.ts';
import { defaultTokenFile, readOrCreateToken } from '../server/token-file.ts';
import type { Auth } from '../server/viewer.ts';
import type { Gateway } from './gateway.ts';
import type { Service } from './service.ts';

export interface ListenOptions {
  readonly auth: 'token' | 'none';
  readonly logger: Logger;
  readonly examples?: ExampleVariables;
}

/** Opens the gateway's port, and tells the person at the terminal how to get in. */
export async function listen(config: Config, gateway: Gateway, options: ListenOptions): Promise<Service> {
  const { host, port, allowedHosts, requestTimeoutMs } = config;
  const tokenFile = config.tokenFile ?? defaultTokenFile(process.env);
  const auth: Auth =
    options.auth === 'token'
      ? { mode: 'token', token: await readOrCreateToken(tokenFile) }
      : { mode: 'none' };
  const server = await startServer({
    host,
    port,
    auth,
    allowedHosts,
    requestTimeoutMs,
    logger: options.logger,
    schema: gateway.schema,
    createContext: (request) => gateway.createContext(request),
    ...(options.examples && { examples: options.examples }),
  });
  tell(
    auth.mode === 'token'
      ? [
          `GraphiQL, for the next minute: ${server.signInLink()}`,
          `Scripts send the token in ${tokenFile} as "Authorization: Bearer …".`,
        ]
      : [`WARNING: --auth none: everybody on this machine can ask this gateway anything.`],
  );
  return {
    readyLine: `Gateway ready at ${server.url}`,
    async close() {
      await server.close();
      await gateway.close();
    },
  };
}

/** For people, so not as JSON; and never through the log, as the link lets its reader in. */
function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
