import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Organization } from '../../../src/sandbox/organization/types.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { gatewayOn, type TestGateway } from '../../gateway/gateway-on-sandbox.ts';
import { launchChromium } from '../chromium.ts';

export const screenshots = 'test/output/explorer';

/** A browser, and a gateway on a sandbox of its own: one for all tests of a `describe`. */
export interface Surroundings {
  sandbox: Sandbox;
  gateway: TestGateway;
  browser: Browser;
  /** Of the view. */
  url: URL;
}

/** They are there once the first test begins. `prepare` changes the organization before anything is read. */
export function viewOnSandbox(
  path: string,
  prepare: (organization: Organization) => void = () => {},
): Surroundings {
  const surroundings = {} as Surroundings;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    const sandbox = await startSandbox({ throttle: false });
    prepare(sandbox.organization);
    const gateway = await gatewayOn(sandbox);
    const url = new URL(path, gateway.url);
    Object.assign(surroundings, { sandbox, gateway, url, browser: await launchChromium() });
  });
  afterAll(async () => {
    await surroundings.browser?.close();
    await surroundings.gateway?.[Symbol.asyncDispose]();
    await surroundings.sandbox?.close();
  });
  return surroundings;
}
