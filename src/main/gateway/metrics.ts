import type { ConnectionReport } from '../../aws/call/traffic.ts';
import type { BucketState } from '../../aws/budget/token-bucket.ts';
import type { Metric, Sample } from '../../server/endpoints/metrics-endpoint.ts';
import type { StoreState } from '../../store/open-store.ts';

const prefix = 'identity_center_gateway_aws';

/** The gateway's use of AWS, of its store, and of the machine. */
export function metricsOf(connections: readonly ConnectionReport[], store?: StoreState): Metric[] {
  return [
    ...callMetrics(connections),
    ...budgetMetrics(connections),
    ...(store ? storeMetrics(store) : []),
    ...processMetrics(),
  ];
}

/** Who reads of several gateways on a database, and whether this one can ask it. */
export function clusterMetrics(
  { isReading, followedTo }: { readonly isReading: boolean; readonly followedTo: number | undefined },
  now: number,
): Metric[] {
  const awaySeconds = followedTo === undefined ? 0 : Math.max(0, now - followedTo) / 1000;
  return [
    one('reading', '1 while this gateway makes the calls to AWS for all on its database.', isReading ? 1 : 0),
    one('database_away_seconds', 'How long the database could not be asked; 0 while it can.', awaySeconds),
  ];
}

function storeMetrics({ isUsable, pending, lostChanges }: StoreState): Metric[] {
  return [
    one('store_usable', '1 while the store can be used, 0 while it cannot.', isUsable ? 1 : 0),
    one('store_pending', 'Extents that wait to be kept.', pending),
    one('store_lost_changes', 'Changes that history lacks, since too many waited.', lostChanges),
  ];
}

function one(name: string, help: string, value: number): Metric {
  const samples = [{ labels: {}, value }];
  return { name: `identity_center_gateway_${name}`, help, type: 'gauge', samples };
}

function callMetrics(connections: readonly ConnectionReport[]): Metric[] {
  const operations = connections.flatMap(({ region, traffic }) =>
    [...traffic.byOperation].map(([operation, counts]) => ({ labels: { region, operation }, counts })),
  );
  const samples = (name: 'calls' | 'throttled' | 'seconds') =>
    operations.map(({ labels, counts }) => ({ labels, value: counts[name] }));
  return [
    counter('calls_total', 'Calls to AWS, repeated ones too.', samples('calls')),
    counter('throttled_total', 'Calls that AWS refused for their rate.', samples('throttled')),
    counter('call_seconds_total', 'Time that calls took, without their waits.', samples('seconds')),
  ];
}

function budgetMetrics(connections: readonly ConnectionReport[]): Metric[] {
  const buckets = connections.flatMap(({ region, budget }) =>
    [...budget.buckets].map(([bucket, tokens]) => ({ labels: { region, bucket }, state: tokens.state() })),
  );
  const samples = (value: (state: BucketState) => number): Sample[] =>
    buckets.map(({ labels, state }) => ({ labels, value: value(state) }));
  const byLane = (name: 'waiting' | 'waitedSeconds'): Sample[] =>
    buckets.flatMap(({ labels, state }) =>
      Object.entries(state[name]).map(([lane, value]) => ({ labels: { ...labels, lane }, value })),
    );
  return [
    counter('wait_seconds_total', 'Time that calls waited for their turn.', byLane('waitedSeconds')),
    gauge('calls_waiting', 'Calls that wait for their turn.', byLane('waiting')),
    gauge(
      'rate',
      'Calls a second that a bucket of the budget lets through at present.',
      samples(({ perSecond }) => perSecond),
    ),
    gauge(
      'tokens',
      'Calls that it would let through at once.',
      samples(({ tokens }) => tokens),
    ),
  ];
}

/** Under the names that every exporter gives them. */
function processMetrics(): Metric[] {
  const { user, system } = process.cpuUsage();
  const sample = (value: number): Sample[] => [{ labels: {}, value }];
  return [
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time in seconds.',
      type: 'counter',
      samples: sample((user + system) / 1e6),
    },
    {
      name: 'process_resident_memory_bytes',
      help: 'Resident memory in bytes.',
      type: 'gauge',
      samples: sample(process.memoryUsage.rss()),
    },
    {
      name: 'process_start_time_seconds',
      help: 'Start of the process in seconds since 1970.',
      type: 'gauge',
      samples: sample(Date.now() / 1000 - process.uptime()),
    },
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `${prefix}_${name}`, help, type: 'counter', samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `${prefix}_${name}`, help, type: 'gauge', samples };
}
