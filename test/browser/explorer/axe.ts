import axeCore from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with the page as it is now: a line for each violation. */
export async function violationsOf(page: Page): Promise<string[]> {
  // As text, which the page's own policy has no say in.
  await page.evaluate(axeCore.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as any;
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, help, nodes }: any) => `${id}: ${help} at ${nodes.map(({ target }: any) => target).join(', ')}`,
    );
  });
}
