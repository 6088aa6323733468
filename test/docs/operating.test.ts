import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { coverageMetrics } from '../../src/main/gateway/coverage-metrics.ts';
import { LoginCounts } from '../../src/main/gateway/login-counts.ts';
import { clusterMetrics, metricsOf } from '../../src/main/gateway/metrics.ts';
import { defaultBounds } from '../../src/server/limits/bounds.ts';
import { loadMetrics } from '../../src/server/connections/load.ts';
import { InFlight } from '../../src/server/limits/in-flight.ts';
import { EventLoop } from '../../src/server/event-loop.ts';
import { OperationMetrics } from '../../src/server/operations/metrics.ts';
import { AnswerCache } from '../../src/server/plain/answer-cache.ts';
import { auditTrail } from '../server/audit-trail.ts';
import { incidentKinds, Incidents } from '../../src/server/incidents.ts';

const docs = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
const incidents = new Incidents(createLogger('silent'));

const noBasis = { version: () => 0, goodUntil: () => 0, agesMs: [] };

test('docs/operating.md lists every metric, and none that there is not', () => {
  using audit = auditTrail();
  using eventLoop = new EventLoop();
  const documented = rowsOf('Metrics');
  const names = [
    ...loadMetrics(new Set(), new InFlight(0, Date.now)),
    ...metricsOf([], { isUsable: true, pending: 0, lostChanges: 0 }),
    ...clusterMetrics({ isReading: true, followedTo: undefined }, 0),
    ...new OperationMetrics().metrics(),
    ...new LoginCounts().metrics(),
    ...coverageMetrics([], 1, 0),
    ...eventLoop.metrics(),
    ...audit.trail.metrics(),
    ...incidents.metrics(),
    ...new AnswerCache(0, noBasis, Date.now).metrics(),
  ].map(({ name }) => name);
  expect(documented.toSorted()).toEqual(names.toSorted());
});

test('docs/operating.md lists every bound with its value and its option', () => {
  const [, text = ''] = docs.split('## Bounds\n');
  const rows = [...text.split(/^## /m)[0]!.matchAll(/^\|(?!.*---)(.*)\|$/gm)].slice(1);
  const documented = rows.map(([, row]) => row!.split('|').map((cell) => cell.trim()));
  const bounds = Object.entries(defaultBounds).map(([name, value]) => [
    name.endsWith('Ms') ? `${value / 1000} s` : value.toLocaleString('en-US'),
    optionOf[name as keyof typeof defaultBounds] ?? '',
  ]);
  const cells = documented.map(([, most, option]) => [most, option?.replaceAll('`', '')]);
  expect(cells.slice(0, bounds.length)).toEqual(bounds);
});

/** Bounds that differ between deployments. */
const optionOf: Partial<Record<keyof typeof defaultBounds, string>> = {
  connections: '--max-connections',
  connectionsOfAddress: '--max-connections-per-address',
  operationsOfViewer: '--max-operations-per-viewer',
  requestsPerMinute: '--max-requests-per-minute',
  writeMs: '--write-timeout',
};

test('docs/operating.md explains every kind of incident, and no other', () => {
  expect(rowsOf('Incidents')).toEqual(incidentKinds);
});

/** What the tables of a section begin their rows with. */
function rowsOf(section: string): string[] {
  const [, text = ''] = docs.split(`## ${section}\n`);
  return [...text.split(/^## /m)[0]!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
}
