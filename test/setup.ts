import fc from 'fast-check';
import { afterAll, vi } from 'vitest';
import { common } from './properties.ts';

// Runs before each file of tests. Those of a worker share its process, and so whatever one leaves behind.

fc.configureGlobal(common);

const environment = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});
