import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metricsOf } from '../../src/main/metrics.ts';

const docs = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');

test('docs/operating.md lists every metric, and none that there is not', () => {
  const documented = [...docs.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  const names = metricsOf([]).map(({ name }) => name);
  expect(documented).toEqual(names);
});
