import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { openAuth } from '../../src/main/gateway/open-auth.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import { startServer } from '../../src/server/server.ts';
import { allowedOrigin, persistedDocuments, trustedProxy } from './origins.ts';
import { canary } from './values.ts';

/** A gateway on a process of its own, so that what fuzzes it neither keeps its event loop nor fills its memory. */
const [sandboxUrl = '', files = '{}', requestTimeoutMs = ''] = process.argv.slice(2);

const telling: string[] = [];
const logger = createLogger('debug', {
  write(line: string) {
    if ((line.includes(canary) || line.includes('"level":"error"')) && telling.length < 100)
      telling.push(line);
  },
});
const config = {
  ...readConfig('demo', {}, {}),
  ...JSON.parse(files),
  requestTimeoutMs: Number(requestTimeoutMs),
  tokenCache: 'memory' as const,
  startUrl: 'https://d-0000000000.awsapps.com/start',
  ssoRegion: 'us-east-1',
};
const aws = {
  endpoint: sandboxUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'fuzz', secretAccessKey: 'fuzz' },
  unlimited: true,
};
const { auth } = await openAuth(config, ['token', 'tokens', 'oidc'], logger);
const gateway = await createGateway(config, aws, logger);
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  auth,
  allowedHosts: [],
  allowedOrigins: [allowedOrigin],
  trustedProxies: [trustedProxy],
  persistedDocuments,
  requestTimeoutMs: config.requestTimeoutMs,
  logger,
  schema: gateway.schema,
  createContext: (request) => gateway.createContext(request),
  credentials: gateway.credentials,
  metrics: () => gateway.metrics(),
});

const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();

const someSamples = () => setTimeout(20);

const answers: Readonly<Record<string, () => unknown>> = {
  // A delay lies between two samples: one is taken before what is measured, and one behind it.
  async reset() {
    delay.reset();
    await someSamples();
  },
  async delay() {
    await someSamples();
    return { p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 };
  },
  /** What is left when everything that can go has gone. */
  async memory() {
    for (let times = 0; times < 3; times += 1) {
      await setTimeout(50);
      globalThis.gc?.();
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heapMb: heapUsed / 1e6, externalMb: external / 1e6, rssMb: rss / 1e6 };
  },
  telling: () => telling.splice(0),
  async close() {
    await server.close();
    await gateway.close();
  },
};

process.on('message', ({ id, ask }: { readonly id: number; readonly ask: string }) => {
  const answer = Promise.resolve(answers[ask]?.());
  void answer.then((value) => process.send?.({ id, value }));
});
process.once('disconnect', () => process.exit());
process.send?.({ id: 0, value: server.url });
