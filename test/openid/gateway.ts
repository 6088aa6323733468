import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuers } from '../../src/viewers/oidc/open-issuers.ts';
import type { ServerOptions } from '../../src/server/server.ts';
import { context, runningServer } from '../server/running-server.ts';
import { audience, type OpenidProvider } from './provider.ts';
import type { Viewer } from '../../src/viewer.ts';
import { Refusal } from '../../src/viewers/way.ts';

/** What is not said of the issuer otherwise. */
export function issuerSettings({ issuer }: Pick<OpenidProvider, 'issuer'>) {
  return {
    issuer,
    audience,
    permissions: [
      { permissions: ['metrics'] },
      { claim: 'groups', has: 'auditors', permissions: ['read'] },
      { claim: 'scope', has: ['read'], permissions: ['read'] },
    ],
  };
}

/** A server that knows the viewers of an issuer, who they were, and what it said about the issuer. */
export async function serverTaking(
  provider: Pick<OpenidProvider, 'issuer'>,
  settings: object = {},
  options: Partial<ServerOptions> & { readonly clock?: () => number } = {},
) {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'oidc-'));
  made.defer(() => rm(folder, { recursive: true }));
  const file = join(folder, 'oidc.json');
  await writeFile(file, JSON.stringify({ issuers: [{ ...issuerSettings(provider), ...settings }] }));
  const failures: string[] = [];
  const { clock, ...server } = options;
  const { way } = await openIssuers(file, (error) => void failures.push(String(error)), clock);
  const viewers: Viewer[] = [];
  const running = made.use(
    await runningServer({
      auth: { mode: 'known', ways: [way] },
      createContext: ({ viewer }) => {
        viewers.push(viewer);
        return context();
      },
      ...server,
    }),
  );
  const kept = made.move();
  const ask = (token: string) => running.ask('{ hello }', { headers: { Authorization: `Bearer ${token}` } });
  return {
    ...running,
    failures,
    viewers,
    /** What is said of a token, without the time that a guess has to wait. */
    async said(token: string) {
      const recognized = await way.recognize(token);
      return recognized instanceof Refusal ? `${recognized.reason}: ${recognized.message}` : recognized?.name;
    },
    /** The status and message of what is answered. */
    async outcome(token: string) {
      const response = await ask(token);
      const { errors } = (await response.json()) as { errors?: { message: string }[] };
      return `${response.status} ${errors?.[0]?.message ?? 'answered'}`;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
