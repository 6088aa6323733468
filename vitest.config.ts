import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The packages' own `development` condition would load a second copy of graphql beside Node's.
    experimental: { viteModuleRunner: false },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: { AWS_SSO_DISABLE_BROWSER: '1' },
  },
});
