import { defineConfig, mergeConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** What takes minutes, one file at a time, so that each has the machine to itself. */
export default mergeConfig(
  { ...config, test: { ...config.test, include: [] } },
  defineConfig({ test: { include: ['test/soak/**/*.soak.ts'], fileParallelism: false } }),
);
