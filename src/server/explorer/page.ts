import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { csrfHeader } from '../graphql/endpoint.ts';
import { send } from '../respond.ts';
import type { SignInPage } from '../sign-in/page.ts';
import { answerFile, settingsElement } from '../endpoints/static-files.ts';
import { type BuiltPage, builtFolder, readBuiltPage } from './files.ts';
import { explorerPolicy } from './policy.ts';

export interface ExplorerPage {
  readonly isBuilt: boolean;
  /** Answers when the path is one of the page's own, and is false when it is not. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

export interface ExplorerOptions {
  /** Whether queries need the bearer token. */
  readonly needsToken: boolean;
  /** Whether the gateway prints a link that opens the page signed in. */
  readonly hasLink: boolean;
  /** Whether there is a GraphiQL to open queries in. */
  readonly graphiql: boolean;
  /** @default nobody signs in with an issuer */
  readonly signIn?: SignInPage | undefined;
  /** Where the page was built to. @default dist/explorer */
  readonly folder?: URL;
}

const filesPath = '/explorer/';
const notBuilt = `The page for people is not built. In a checkout, run

  npm run build:explorer

"npm ci" does so by itself, but not with --ignore-scripts, --omit=dev or a Node older than 24. GraphQL is at /graphql.
`;

/** The page for people: one file of HTML for every view, and scripts and styles that a browser keeps for ever. */
export function explorerPage({ folder = builtFolder, signIn, ...settings }: ExplorerOptions): ExplorerPage {
  let loading: Promise<BuiltPage | undefined> | undefined;
  // With the first visitor: a gateway for programs never reads it.
  const built = () => (loading ??= readBuiltPage(folder));

  async function answerView(response: ServerResponse, status: number, html: string): Promise<void> {
    const offers = await signIn?.offers();
    const all = { ...settings, headers: { [csrfHeader]: '1' }, ...(offers && { signIn: offers }) };
    response.setHeader('Content-Security-Policy', explorerPolicy);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    send(
      response,
      status,
      'text/html',
      html.replace('<!--settings-->', () => settingsElement(all)),
    );
  }

  return {
    isBuilt: existsSync(new URL('index.html', folder)),
    async answer(request, response, path) {
      if (path.startsWith(filesPath)) {
        const page = await built();
        await answerFile(request, response, page?.files.get(path.slice(filesPath.length)));
        return true;
      }
      if (!acceptsHtml(request)) return false;
      const page = await built();
      if (!page) {
        if (path !== '/') return false;
        // Whoever builds it now need not start the gateway again.
        loading = undefined;
        send(response, 503, 'text/plain', notBuilt);
        return true;
      }
      const [, first = ''] = path.split('/');
      await answerView(response, first === '' || page.views.has(first) ? 200 : 404, page.html);
      return true;
    },
  };
}

function acceptsHtml({ headers }: IncomingMessage): boolean {
  return headers.accept?.includes('text/html') ?? false;
}
