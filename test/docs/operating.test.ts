import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { metricsOf } from '../../src/main/metrics.ts';
import { incidentKinds, Incidents } from '../../src/server/incidents.ts';

const docs = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
const incidents = new Incidents(createLogger('silent'));

test('docs/operating.md lists every metric, and none that there is not', () => {
  const documented = rowsOf('Metrics');
  const names = [...metricsOf([], { isUsable: true, pending: 0 }), ...incidents.metrics()].map(
    ({ name }) => name,
  );
  expect(documented.toSorted()).toEqual(names.toSorted());
});

test('docs/operating.md explains every kind of incident, and no other', () => {
  expect(rowsOf('Incidents')).toEqual(incidentKinds);
});

/** What the tables of a section begin their rows with. */
function rowsOf(section: string): string[] {
  const [, text = ''] = docs.split(`## ${section}\n`);
  return [...text.split(/^## /m)[0]!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
}
