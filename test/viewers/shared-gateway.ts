import { createClient as sseClient } from 'graphql-sse';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway.ts';
import { readConfig } from '../../src/main/read-config.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { startServer } from '../../src/server/server.ts';
import type { Permission } from '../../src/viewer.ts';
import { openNamedTokens } from '../../src/viewers/tokens/named-tokens.ts';
import { createToken } from '../../src/viewers/tokens/token-changes.ts';
import { overWebSocket } from '../server/clients.ts';

export const transports = ['HTTP', 'SSE', 'WebSocket'] as const;
export type Transport = (typeof transports)[number];

interface Answer {
  readonly data?: any;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** A gateway on a sandbox, which viewers share: each has a named token of their own. */
export async function sharedGateway(viewers: Readonly<Record<string, readonly Permission[]>>) {
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
  const known = made.use(await openNamedTokens(file, report));
  const config = {
    ...readConfig('demo', {}, {}),
    startUrl: sandbox.startUrl,
    ssoRegion: 'us-east-1',
    loginMessage: 'off',
  };
  const logger = createLogger('error', { write: (line: string) => void problems.push(line) });
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const aws = { endpoint: sandbox.url, region: 'us-east-1', credentials, unlimited: true, random: () => 0 };
  const gateway = await createGateway(config, aws, logger);
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
  });
  made.defer(() => server.close());

  /** All that is answered, until the end. */
  async function answers(who: string, over: Transport, query: string, variables = {}): Promise<Answer[]> {
    const authorization = `Bearer ${tokens[who]}`;
    const asked = { query, variables };
    if (over === 'HTTP') {
      const headers = { 'Content-Type': 'application/json', Authorization: authorization };
      const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(asked) });
      return [(await response.json()) as Answer];
    }
    const client =
      over === 'SSE'
        ? sseClient({ url: server.url, headers: { Authorization: authorization }, retryAttempts: 0 })
        : overWebSocket(server, authorization);
    try {
      return await Array.fromAsync(client.iterate(asked) as AsyncIterable<Answer>);
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
    url: server.url,
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
