import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { originsOf, type SignIn } from '../../viewers/sign-in.ts';
import { pagePolicy } from '../graphiql/policy.ts';
import { send } from '../respond.ts';
import {
  answerFile,
  script,
  settingsElement,
  type StaticFile,
  staticFile,
} from '../endpoints/static-files.ts';
import { modulesOf } from './modules.ts';

export type SignIns = () => Promise<readonly SignIn[]>;

export interface SignInPage {
  /** Of /sign-in, where an issuer sends people back to, and of the scripts below it. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  /** For a page with people who may have to sign in: who vouches for them, and the script that asks. */
  offers(): Promise<Offers>;
}

export interface Offers {
  readonly issuers: readonly SignIn[];
  /** The script's path. */
  readonly script: string;
}

interface Files {
  /** `/sign-in/<hash of the files>`: changes with them. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, StaticFile>;
}

/** Signing in with an OpenID issuer, for every page of the gateway. */
export function signInPage(signIns: SignIns): SignInPage {
  let loading: Promise<Files> | undefined;
  const loaded = () => (loading ??= load());

  async function offers(): Promise<Offers> {
    const [issuers, { folder }] = await Promise.all([signIns(), loaded()]);
    return { issuers, script: `${folder}/sign-in.js` };
  }

  return {
    offers,
    async answer(request, response, path) {
      const { folder, files } = await loaded();
      if (path !== '/sign-in') return answerFile(request, response, files.get(path));
      const issuers = await signIns();
      const nonce = randomBytes(16).toString('base64');
      const connectTo = originsOf(issuers);
      response.setHeader('Content-Security-Policy', pagePolicy({ nonce, connectTo }));
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      send(response, 200, 'text/html', html(folder, nonce, { issuers }));
    },
  };
}

async function load(): Promise<Files> {
  const modules = await modulesOf(new URL('finish.js', import.meta.url));
  const hash = createHash('sha256');
  for (const [name, text] of modules) hash.update(name).update(text);
  const folder = `/sign-in/${hash.digest('hex').slice(0, 16)}`;
  const files = [...modules].map(([name, text]) => [`${folder}/${name}`, staticFile(script, text)] as const);
  return { folder, files: new Map(files) };
}

function html(folder: string, nonce: string, settings: object): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Identity Center Gateway: sign in</title>
    <link rel="icon" href="data:," />
    ${settingsElement(settings)}
    <script type="module" nonce="${nonce}" src="${folder}/finish.js"></script>
  </head>
  <body>
    <noscript>Signing in needs JavaScript.</noscript>
    <main aria-live="polite"><p id="status">Signing in…</p></main>
  </body>
</html>
`;
}
