import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../cli/program.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

test.skipIf(chromiumPath === undefined)(
  'the printed link signs its first visitor in; its code leaves the address, and the token stays in the tab (skipped without Chromium)',
  async () => {
    const tokenFile = join(await mkdtemp(join(tmpdir(), 'link-')), 'token');
    const size = ['--accounts', '3', '--users', '10'];
    const flags = ['--port', '0', '--auth', 'token', '--token-file', tokenFile, ...size];
    await using demo = program(['demo', ...flags]);
    const printed = Promise.withResolvers<string>();
    let stderr = '';
    demo.child.stderr!.on('data', (chunk: string) => {
      stderr += chunk;
      const [link] = /http:\S+#code=\S+/.exec(stderr) ?? [];
      if (link !== undefined) printed.resolve(link);
    });
    const link = await printed.promise;
    await demo.firstLine;
    const token = (await readFile(tokenFile, 'utf8')).trim();
    const browser = await launchChromium();
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(link);
      await page.getByRole('combobox').waitFor();
      expect(page.url()).not.toContain('code=');
      expect(await page.evaluate(() => Object.values(sessionStorage))).toContain(token);
      expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(token);
      expect(await context.cookies()).toEqual([]);
      const second = await context.newPage();
      await second.goto(link);
      await second.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await second.evaluate(() => Object.values(sessionStorage))).not.toContain(token);
    } finally {
      await browser.close();
    }
  },
);
