import type { CoverageReport } from '../../reader/instance-reader.ts';
import type { Metric, Sample } from '../../server/endpoints/metrics-endpoint.ts';

/** How much of each organization is known, and how old that is: what answers about everything rest on. */
export function coverageMetrics(
  reports: readonly CoverageReport[],
  refreshMs: number | undefined,
  now: number,
): Metric[] {
  const samples = (value: (standing: CoverageReport['standing']['pairs']) => number | undefined): Sample[] =>
    reports.flatMap(({ instanceArn, standing }) =>
      (['lists', 'pairs'] as const).flatMap((kind) => {
        const figure = value(standing[kind]);
        return figure === undefined ? [] : [{ labels: { instance: instanceArn, kind }, value: figure }];
      }),
    );
  const secondsSince = (at: number | undefined) =>
    at === undefined ? undefined : Math.max(0, now - at) / 1_000;
  const metrics = [
    gauge(
      'coverage_complete',
      '1 when everything was read at some time, else 0.',
      reports.map(({ instanceArn, standing }) => ({
        labels: { instance: instanceArn },
        value: standing.isComplete ? 1 : 0,
      })),
    ),
    gauge(
      'coverage_known',
      'Lists that tell which permission sets are provisioned where, and pairs of account and permission set.',
      samples(({ known }) => known),
    ),
    gauge(
      'coverage_read',
      'Those of them that were read.',
      samples(({ read }) => read),
    ),
    gauge(
      'coverage_oldest_seconds',
      'Age of what was read longest ago of them.',
      samples(({ oldestAt }) => secondsSince(oldestAt)),
    ),
  ];
  if (refreshMs === undefined) return metrics;
  const lag = samples(({ oldestAt }) => Math.max(0, (secondsSince(oldestAt) ?? 0) - refreshMs / 1_000));
  return [...metrics, gauge('refresh_lag_seconds', 'By how much that is older than --refresh allows.', lag)];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `identity_center_gateway_${name}`, help, type: 'gauge', samples };
}
