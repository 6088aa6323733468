import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/built-explorer.ts'],
    setupFiles: ['test/setup.ts'],
    // The files of a worker share its modules, which are loaded once; test/setup.ts keeps the rest apart.
    isolate: false,
    // The packages' own `development` condition would load a second copy of graphql beside Node's.
    experimental: { viteModuleRunner: false },
    // Two cores: Vitest would leave one to itself, and most of a test here is waiting for another process.
    maxWorkers: 2,
    // Of everything that runs in the tests' own process; what they start as processes of their own is not counted.
    coverage: { include: ['src/**'], exclude: ['**/*.generated.ts'], reporter: ['text-summary', 'html'] },
    // Only what hangs gets there, also on a machine that is busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The programs that tests start compile what they are made of once, not a hundred times.
    env: {
      AWS_SSO_DISABLE_BROWSER: '1',
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled'),
    },
  },
});
