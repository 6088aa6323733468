import { createClient as sseClient } from 'graphql-sse';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startServer } from '../../src/server/server.ts';
import type { Permission } from '../../src/viewer.ts';
import { openNamedTokens } from '../../src/viewers/tokens/named-tokens.ts';
import { createToken } from '../../src/viewers/tokens/token-changes.ts';
import { sharedState } from '../replicas/shared.ts';
import { overWebSocket } from '../server/clients.ts';

export const transports = ['HTTP', 'SSE', 'WebSocket'] as const;
export type Transport = (typeof transports)[number];

interface Answer {
  readonly data?: any;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

export const places = ['one gateway', 'two gateways on PostgreSQL'] as const;
export type Where = (typeof places)[number];

/**
 * A gateway on a sandbox, which viewers share: each has a named token of their own. Of two gateways, each question goes
 * to the one that has not got the last.
 */
export async function sharedGateway(
  viewers: Readonly<Record<string, readonly Permission[]>>,
  where: Where = 'one gateway',
) {
  await using made = new AsyncDisposableStack();
  const sandbox = made.use(await startSandbox({ throttle: false, pollIntervalMs: 1000, accounts: 20 }));
  const folder = await mkdtemp(join(tmpdir(), 'shared-'));
  made.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, 'tokens.json');
  const tokens: Record<string, string> = {};
  for (const [name, permissions] of Object.entries(viewers))
    tokens[name] = await createToken(file, { name, permissions });
  const problems: unknown[] = [];
  const report = {
    warn: (text: string) => void problems.push(text),
    failed: (e: unknown) => void problems.push(e),
  };
  const shared = where === 'one gateway' ? undefined : made.use(await sharedState());
  const config = {
    ...readConfig('demo', {}, {}),
    startUrl: sandbox.startUrl,
    ssoRegion: 'us-east-1',
    loginMessage: 'off',
  };
  const logger = createLogger('error', { write: (line: string) => void problems.push(line) });
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const aws = { endpoint: sandbox.url, region: 'us-east-1', credentials, unlimited: true, random: () => 0 };
  const secret = Buffer.from('a secret of cursors');

  async function start() {
    const known = made.use(await openNamedTokens(file, report));
    const replicas = await shared?.replica({ stands: (standing) => known.stands(standing) });
    const gateway = await createGateway(config, aws, logger, secret, undefined, replicas);
    made.defer(() => gateway.close());
    const server = await startServer({
      host: '127.0.0.1',
      port: 0,
      auth: { mode: 'known', ways: [known.way] },
      allowedHosts: [],
      requestTimeoutMs: 10_000,
      logger,
      schema: gateway.schema,
      credentials: gateway.credentials,
      createContext: (request) => gateway.createContext(request),
      metrics: () => gateway.metrics(),
      answerCache: { bytes: 64 * 2 ** 20, basis: gateway.answerBasis },
    });
    made.defer(() => server.close());
    return server;
  }

  const servers = [await start()];
  if (shared) servers.push(await start());
  let asked = 0;
  const next = () => servers[asked++ % servers.length]!;

  /** All that is answered, until the end. */
  async function answers(who: string, over: Transport, query: string, variables = {}): Promise<Answer[]> {
    const authorization = `Bearer ${tokens[who]}`;
    const body = { query, variables };
    const server = next();
    if (over === 'HTTP') {
      const headers = { 'Content-Type': 'application/json', Authorization: authorization };
      const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(body) });
      return [(await response.json()) as Answer];
    }
    const client =
      over === 'SSE'
        ? sseClient({ url: server.url, headers: { Authorization: authorization }, retryAttempts: 0 })
        : overWebSocket(server, authorization);
    try {
      return await Array.fromAsync(client.iterate(body) as AsyncIterable<Answer>);
    } catch (errors) {
      // Over WebSocket, an operation that was refused ends with its errors.
      if (Array.isArray(errors)) return [{ errors }];
      throw errors;
    } finally {
      await client.dispose();
    }
  }
  const kept = made.move();
  return {
    url: servers[0]!.url,
    /** The same at the gateway that is asked next. */
    at: (uri: string) => new URL(new URL(uri).pathname, next().url),
    sandbox,
    file,
    tokens,
    problems,
    answers,
    /** The last answer: its data, or the code of its first error. */
    async ask(who: string, over: Transport, query: string, variables = {}): Promise<any> {
      const answer = (await answers(who, over, query, variables)).at(-1);
      return answer?.errors?.[0]?.extensions.code ?? answer?.data;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
