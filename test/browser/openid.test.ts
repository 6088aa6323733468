import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program, type Program } from '../cli/program.ts';
import { issuerSettings } from '../openid/gateway.ts';
import { browserClient, type OpenidProvider, openidProvider } from '../openid/provider.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

describe.skipIf(chromiumPath === undefined)(
  'signing in with an OpenID issuer (skipped without Chromium)',
  () => {
    let provider: OpenidProvider;
    let demo: Program;
    let browser: Browser;
    let url: string;

    beforeAll(async () => {
      // A client of this machine may come back to any port.
      provider = await openidProvider(['http://127.0.0.1/sign-in']);
      const file = join(await mkdtemp(join(tmpdir(), 'oidc-')), 'oidc.json');
      const signIn = { clientId: browserClient, label: 'Example', scope: 'openid profile read' };
      await writeFile(file, JSON.stringify({ issuers: [{ ...issuerSettings(provider), signIn }] }));
      const size = ['--accounts', '5', '--users', '10'];
      demo = program(['demo', '--port', '0', '--auth', 'oidc', '--oidc', file, ...size]);
      url = (await demo.firstLine).replace('Gateway ready at ', '');
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await demo?.[Symbol.asyncDispose]();
      await provider?.[Symbol.asyncDispose]();
    });

    async function visit(problems: string[] = [], address = url): Promise<Page> {
      const page = await (await browser.newContext()).newPage();
      page.on('console', (message) => {
        // The provider's own pages are none of ours.
        const isOurs = message.location().url.startsWith(new URL(url).origin);
        if (message.type() === 'error' && isOurs) problems.push(message.text());
      });
      page.on('pageerror', (error) => void problems.push(String(error)));
      await page.goto(address);
      return page;
    }

    /** As the pages of the provider want it. */
    async function signInAs(page: Page, login: string): Promise<void> {
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      await page.fill('input[name=login]', login);
      await page.fill('input[name=password]', 'any');
      await page.click('button[type=submit]');
      await page.click('button[type=submit]');
    }

    const stored = (page: Page) => page.evaluate(() => Object.fromEntries(Object.entries(sessionStorage)));

    test('GraphiQL sends the token of whoever signed in, which is in this tab alone and in no cookie', async () => {
      const problems: string[] = [];
      const page = await visit(problems);
      await signInAs(page, 'ada');
      await page.locator('.graphiql-execute-button').waitFor();
      expect(new URL(page.url()).pathname).toBe('/graphql');
      expect(page.url()).not.toMatch(/code=|state=/);
      const kept = await stored(page);
      const token = kept['identity-center-gateway.token']!;
      expect(token.split('.')).toHaveLength(3);
      expect(Object.keys(kept).filter((key) => key.startsWith('identity-center'))).toEqual([
        'identity-center-gateway.token',
      ]);
      expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(token);
      const viewer = await page.evaluate(async () => {
        const response = await fetch('/graphql', {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Authorization: `Bearer ${sessionStorage.getItem('identity-center-gateway.token')}`,
          },
          body: JSON.stringify({ query: '{ viewer { name permissions expiresAt } }' }),
        });
        return (await response.json()).data.viewer;
      });
      expect(viewer).toMatchObject({
        name: 'Ada Auditor',
        permissions: expect.arrayContaining(['READ', 'METRICS']),
      });
      await page.click('.graphiql-execute-button');
      await page.locator('.graphiql-response', { hasText: 'principalType' }).waitFor();
      await page.reload();
      await page.locator('.graphiql-execute-button').waitFor();
      const other = await page.context().newPage();
      await other.goto(url);
      await other.getByRole('button', { name: 'Sign in with Example' }).waitFor();
      expect(problems).toEqual([]);
    });

    test('the page for people signs in the same, and comes back to the view', async () => {
      const problems: string[] = [];
      const page = await visit(problems, new URL('/people?filter=a', url).href);
      await signInAs(page, 'ada');
      await page.getByRole('heading', { name: 'Everybody in the identity store' }).waitFor();
      const { pathname, search } = new URL(page.url());
      expect(pathname + search).toBe('/people?filter=a');
      expect(await page.getByRole('banner').innerText()).toContain('Ada Auditor');
      expect(Object.keys(await stored(page))).toEqual(['identity-center-gateway.token']);
      expect(problems).toEqual([]);
    });

    test('an answer that this tab did not ask for signs nobody in, and is said to be that', async () => {
      const page = await visit();
      await page.goto(new URL('/sign-in?code=stolen&state=whatever', url).href);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('No sign-in was begun in this tab');
      expect(await stored(page)).toEqual({});
    });

    test('an answer with another state than was asked with signs nobody in', async () => {
      const page = await visit();
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      await page.locator('input[name=login]').waitFor();
      await page.goto(new URL('/sign-in?code=stolen&state=whatever', url).href);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toMatch(/^You are not signed in: /);
      expect(await stored(page)).toEqual({});
    });
  },
);
