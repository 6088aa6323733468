import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page, and what the browser complained of while it was open. */
export interface Visit {
  readonly page: Page;
  /** Errors in the console, errors that nobody caught, and violations of the page's policy. */
  readonly complaints: string[];
}

/** For what comes a moment later, on a machine that is busy with something else, too. */
export const soon = { timeout: 30_000 };

/** Opens an address in a tab of its own, as somebody who was never here. */
export async function visit(
  browser: Browser,
  url: string | URL,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  // What the policy refuses is told there, too.
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(String(url));
  return { page, complaints };
}
