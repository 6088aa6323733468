import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The packages' own `development` condition would load a second copy of graphql beside Node's.
    experimental: { viteModuleRunner: false },
    // Two cores: Vitest would leave one to itself, and most of a test here is waiting for another process.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: { AWS_SSO_DISABLE_BROWSER: '1' },
  },
});
