import { serverAudits } from 'graphql-http';
import { beforeAll, expect, test } from 'vitest';
import { runningServer, type TestServer, token } from './running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runningServer();
  return () => server.close();
});

/** The audits of the GraphQL over HTTP specification, with the token that every query needs. */
const audits = serverAudits({
  url: () => server.url,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), Authorization: `Bearer ${token}` },
    }),
});

test('the suite is there', () => expect(audits.length).toBeGreaterThan(50));

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
  '%s: %s',
  async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: 'ok' });
  },
);
