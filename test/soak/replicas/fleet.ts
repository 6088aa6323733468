import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createToken } from '../../../src/viewers/tokens/token-changes.ts';
import { type Program, runningProgram } from '../../cli/program.ts';
import { type PostgresServer, startPostgres } from '../../postgres/server.ts';
import { pause } from '../load/load.ts';
import { wire, type Wire } from './wire.ts';

/** One gateway in a process of its own, with its own way to the database. */
export interface Replica {
  readonly name: string;
  readonly port: number;
  readonly program: Program;
  readonly toDatabase: Wire;
  isReady: boolean;
  readonly skewMs: number;
}

export interface FleetOptions {
  readonly replicas: number;
  /** How far each one's clock is off. @default not at all */
  readonly skewsMs?: readonly number[];
  readonly viewers: readonly string[];
  /** Further options of serve. */
  readonly flags?: Readonly<Record<string, string>>;
}

export interface Fleet extends AsyncDisposable {
  readonly postgres: PostgresServer;
  readonly databaseUrl: string;
  /** Those that run. */
  readonly replicas: readonly Replica[];
  /** Where clients connect: each connection goes to the next replica that is ready. */
  readonly balancer: Wire;
  readonly tokens: Readonly<Record<string, string>>;
  /** One more, once it is ready. */
  add(skewMs?: number): Promise<Replica>;
  /** SIGKILL, or whatever. It is no longer one of those that run. */
  kill(replica: Replica, signal?: NodeJS.Signals): Promise<Awaited<Program['ended']>>;
  /** What every replica has said on standard error, also of those that ended. */
  stderr(): readonly string[];
}

/** Gateways on one database, as a team would run them, and what stands before and behind them. */
export async function fleet(sandbox: Sandbox, options: FleetOptions): Promise<Fleet> {
  await using made = new AsyncDisposableStack();
  const postgres = made.use(await startPostgres());
  const databaseUrl = await postgres.createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'fleet-'));
  made.defer(() => rm(folder, { recursive: true }));
  const [keys, tokensFile] = [join(folder, 'keys'), join(folder, 'tokens.json')];
  await writeFile(keys, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const tokens: Record<string, string> = {};
  for (const name of options.viewers) {
    const viewer = { name, permissions: ['read', 'credentials', 'metrics'] } as const;
    tokens[name] = await createToken(tokensFile, viewer);
  }
  const replicas: Replica[] = [];
  const said: (() => string)[] = [];
  let [born, turn] = [0, 0];

  async function add(skewMs = 0): Promise<Replica> {
    const toDatabase = await wire(() => postgres.port);
    const url = new URL(databaseUrl);
    url.port = String(toDatabase.port);
    const flags = {
      '--port': '0',
      '--auth': 'tokens',
      '--tokens': tokensFile,
      '--state-keys': keys,
      '--start-url': sandbox.startUrl,
      '--sso-region': 'us-east-1',
      '--login-message': 'off',
      '--log-level': 'warn',
      ...options.flags,
    };
    const skew = ['--import', new URL('skewed-clock.ts', import.meta.url).href];
    const args = [...skew, 'src/main.ts', 'serve', ...Object.entries(flags).flat()];
    const program = runningProgram(process.execPath, args, {
      SKEW_MS: String(skewMs),
      GATEWAY_STORE: url.href,
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'soak',
      AWS_SECRET_ACCESS_KEY: 'soak',
    });
    let text = '';
    program.child.stderr!.on('data', (chunk: string) => (text += chunk));
    const name = `replica ${++born}`;
    said.push(() => text.replaceAll(/^/gm, `${name}: `));
    const port = Number(new URL((await program.firstLine).replace('Gateway ready at ', '')).port);
    const replica = { name, port, program, toDatabase, isReady: false, skewMs };
    replicas.push(replica);
    while (!(await isReady(replica))) await pause(50);
    replica.isReady = true;
    return replica;
  }

  async function kill(replica: Replica, signal: NodeJS.Signals = 'SIGKILL') {
    replica.program.child.kill(signal);
    const ended = await replica.program.ended;
    replicas.splice(replicas.indexOf(replica), 1);
    await replica.toDatabase[Symbol.asyncDispose]();
    return ended;
  }

  const looking = new AbortController();
  made.defer(async () => {
    looking.abort();
    for (const replica of replicas.slice()) {
      replica.program.child.kill('SIGCONT');
      await kill(replica);
    }
  });
  /** As load balancers do: at each one, every 200 ms. */
  async function look(): Promise<void> {
    while (!looking.signal.aborted) {
      await Promise.all(replicas.map(async (replica) => void (replica.isReady = await isReady(replica))));
      await pause(200);
    }
  }
  const balancer = made.use(
    await wire(() => {
      const ready = replicas.filter((replica) => replica.isReady);
      return ready[turn++ % Math.max(1, ready.length)]?.port;
    }, 3),
  );
  for (let n = 0; n < options.replicas; n++) await add(options.skewsMs?.[n]);
  void look();
  const kept = made.move();
  return {
    postgres,
    databaseUrl,
    replicas,
    balancer,
    tokens,
    add,
    kill,
    stderr: () => said.map((text) => text()),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function isReady({ port }: Pick<Replica, 'port'>): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(1_000) });
    return answer.status === 200;
  } catch {
    return false;
  }
}
