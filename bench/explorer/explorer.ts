import type { Page } from 'playwright-core';
import { launchChromium } from '../../test/browser/chromium.ts';
import { startGateway } from '../gateway-process.ts';
import { standIn } from './stand-in.ts';

const size = { accounts: 7_000, sets: 300, rows: 1_000_000 };
/** At most so many times what an empty list of the same height takes. */
const most = 2;

/**
 * How smoothly the page scrolls: a table of a million rows, and a matrix of 7,000 accounts and 300 permission sets,
 * beside an empty list of the same height. In the middle of runs of each, so that what else the machine does meets both.
 */
export async function explorer(isStrict: boolean): Promise<void> {
  const demo = { accounts: 5, permissionSets: 3, users: 5, groups: 2, tps: 20, latencyMs: 0 };
  await using gateway = await startGateway(demo);
  await using server = await standIn(gateway.url, size);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${server.url}/everything`);
    await page.locator('.growth', { hasText: /^1,000,000 assignments$/ }).waitFor({ timeout: 600_000 });
    const table = await compared(page, 'main');
    await page.goto(`${server.url}/matrix`);
    await page.locator('.matrix[aria-busy="false"]').waitFor({ timeout: 60_000 });
    const matrix = await compared(page, '.matrix');
    const results = [
      ['a table of 1,000,000 rows', table],
      ['a matrix of 7,000 × 300', matrix],
    ] as const;
    for (const [what, { scrolled, empty }] of results)
      process.stdout.write(
        `${what}: p95 ${scrolled.toFixed(1)} ms a frame, an empty list ${empty.toFixed(1)} ms, ${(scrolled / empty).toFixed(2)} times\n`,
      );
    if (isStrict && results.some(([, { scrolled, empty }]) => scrolled > most * empty))
      throw new Error(`Scrolling takes more than ${most} times what an empty list takes`);
  } finally {
    await browser.close();
  }
}

const rounds = 5;

async function compared(page: Page, selector: string): Promise<{ scrolled: number; empty: number }> {
  const runs: { scrolled: number; empty: number }[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push({
      scrolled: await frameTime(page, selector, false),
      empty: await frameTime(page, selector, true),
    });
  const median = (values: readonly number[]) =>
    values.toSorted((one, other) => one - other)[rounds >> 1] ?? 0;
  return { scrolled: median(runs.map((run) => run.scrolled)), empty: median(runs.map((run) => run.empty)) };
}

/** The 95th percentile of the time between two frames, while it scrolls by ten rows with each: faster than a wheel. */
function frameTime(page: Page, selector: string, isEmpty: boolean): Promise<number> {
  return page.evaluate(
    async ([wanted, empty]) => {
      const shown = document.querySelector<HTMLElement>(wanted as string);
      if (!shown) throw new Error(`There is no ${wanted}`);
      const height = shown.scrollHeight;
      let element = shown;
      if (empty) {
        element = document.createElement('div');
        Object.assign(element.style, {
          position: 'fixed',
          inset: '0',
          zIndex: '9',
          overflow: 'auto',
          background: 'white',
        });
        const inside = document.createElement('div');
        inside.style.height = `${height}px`;
        element.append(inside);
        document.body.append(element);
      }
      const frames: number[] = [];
      element.scrollTop = 0;
      let before = await new Promise<number>(requestAnimationFrame);
      for (let n = 1; n <= 150; n++) {
        element.scrollTop = n * 320;
        const now = await new Promise<number>(requestAnimationFrame);
        frames.push(now - before);
        before = now;
      }
      if (empty) element.remove();
      frames.sort((one, other) => one - other);
      return frames[Math.floor(frames.length * 0.95)] ?? 0;
    },
    [selector, isEmpty] as const,
  );
}
