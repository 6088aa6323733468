import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Config } from '../../config/config.ts';
import { formatDuration } from '../../duration.ts';
import { CallMeter } from '../../aws/call/meter.ts';
import type { Logger } from '../../log.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { Reader } from '../../reader/reader.ts';
import type { Pace, Refresh } from '../../reader/refresh/refresh.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { maxAgeMsOf } from './open-reader.ts';
import { StartupError } from '../startup-error.ts';

export type RefreshConfig = Pick<Config, 'refreshMs' | 'maxAgeMs' | 'namesMaxAgeMs'>;

/** What a start waits for at most, to find out whether the organization is too large. */
const startMs = 10_000;
/** Which instance it is may not be told yet: credentials may come later. */
const retryMs = 30_000;

/**
 * Keeps the mirror young in the background, if the configuration asks for it. Rejects with a StartupError when what
 * the mirror knows of the organization cannot be read that fast.
 */
export async function startRefresh(
  { refreshMs, namesMaxAgeMs, ...config }: RefreshConfig,
  reader: Reader,
  logger: Logger,
  replica: Pick<Cluster, 'whileReading'> = { whileReading: (work, signal) => work(signal) },
): Promise<AsyncDisposable> {
  if (refreshMs === undefined) return { [Symbol.asyncDispose]: async () => {} };
  const maxAgeMs = maxAgeMsOf(config);
  if (maxAgeMs < refreshMs)
    logger.warn(
      { reason: `--max-age ${formatDuration(maxAgeMs)}` },
      `answers will still read what is older than --max-age; --refresh ${formatDuration(refreshMs)} keeps nothing younger than that`,
    );
  const stop = new AbortController();
  const begin = (instance: InstanceReader): Refresh =>
    instance.refresh({
      everyMs: refreshMs,
      namesEveryMs: namesMaxAgeMs,
      onFailure: (err) =>
        logger.warn({ err, ...told(err) }, 'a read in the background failed; it is tried again'),
      onTooSlow: (pace) =>
        logger.warn({ calls: pace.calls, reason: figureOf(pace) }, 'the refresh cannot keep up'),
    });

  const find = async (signal: AbortSignal) => begin(await reader.instance(undefined, scopeUntil(signal)));
  const known = await find(AbortSignal.timeout(startMs)).catch((error: unknown) => {
    logger.warn({ err: error, ...told(error) }, 'the refresh begins once AWS tells the instance');
    return undefined;
  });
  const pace = known?.pace();
  if (pace && pace.seconds > pace.everySeconds) throw new StartupError(tooLarge(refreshMs, pace));
  const running = run(known, () => find(stop.signal), stop.signal, replica).catch((err: unknown) =>
    logger.error({ err }, 'the refresh has stopped unexpectedly'),
  );
  return {
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('The gateway is closing'));
      await running;
    },
  };
}

async function run(
  known: Refresh | undefined,
  find: () => Promise<Refresh>,
  signal: AbortSignal,
  replica: Pick<Cluster, 'whileReading'>,
): Promise<void> {
  let refresh = known;
  while (!refresh && !signal.aborted) {
    await delay(retryMs, undefined, { signal }).catch(() => {});
    refresh = signal.aborted ? undefined : await find().catch(() => undefined);
  }
  // Of several gateways one refreshes what all of them know.
  await replica.whileReading(async (until) => refresh?.run(until), signal);
}

function scopeUntil(signal: AbortSignal): ReadScope {
  return {
    signal,
    deadline: new AbortController().signal,
    meter: new CallMeter(),
    lane: 'background',
    client: 'refresh',
  };
}

/** What may be logged of an expected failure: the rest of the log leaves messages out. */
function told(error: unknown): {
  readonly code?: unknown;
  readonly operation?: unknown;
  readonly reason?: unknown;
} {
  if (!(error instanceof Error) || !('code' in error)) return {};
  return {
    code: error.code,
    ...('operation' in error && { operation: error.operation }),
    reason: error.message,
  };
}

function tooLarge(refreshMs: number, pace: Pace): string {
  const enough = formatDuration(Math.ceil((pace.seconds * 1.25) / 60) * 60_000);
  return `--refresh ${formatDuration(refreshMs)}: the organization cannot be read that fast: ${figureOf(pace)}; give ${enough} or more, or raise --background-tps`;
}

function figureOf({ calls, seconds, everySeconds }: Pace): string {
  const rate = (count: number) => count.toLocaleString('en-US', { maximumFractionDigits: 1 });
  const hours = (seconds / 3600).toLocaleString('en-US', { maximumFractionDigits: 2 });
  return `${calls.toLocaleString('en-US')} calls at ${rate(calls / seconds)} a second in the background take ${hours} hours, and ${rate(calls / everySeconds)} a second would be needed`;
}
