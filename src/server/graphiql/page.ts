import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { csrfHeader } from '../graphql/endpoint.ts';
import { send } from '../respond.ts';
import type { SignInPage } from '../sign-in/page.ts';
import { answerFile, settingsElement } from '../endpoints/static-files.ts';
import { type Assets, loadAssets } from './assets.ts';
import { type ExampleVariables, exampleTabs } from './examples.ts';
import { pagePolicy } from './policy.ts';

export interface GraphiqlPage {
  answer(response: ServerResponse): Promise<void>;
  answerAsset(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

export interface GraphiqlOptions {
  /** Whether queries need the bearer token. */
  readonly needsToken: boolean;
  /** Whether the gateway prints a link that opens the page signed in. */
  readonly hasLink: boolean;
  /** @default nobody signs in with an issuer */
  readonly signIn?: SignInPage | undefined;
  readonly examples: ExampleVariables;
  /** Origins that its scripts ask beside the gateway's own, such as those of issuers. @default none */
  readonly connectTo?: readonly string[];
}

/** GraphiQL without a CDN: a small page, and the package's 9 MB as files that a browser fetches once. */
export function graphiqlPage({
  needsToken,
  hasLink,
  signIn,
  examples,
  connectTo = [],
}: GraphiqlOptions): GraphiqlPage {
  let loading: Promise<Assets> | undefined;
  // Loaded with the first visitor: a gateway for dashboards never pays its 70 ms and 45 MB.
  const assets = () => (loading ??= loadAssets());

  return {
    async answer(response) {
      const { folder } = await assets();
      const defaultTabs = await exampleTabs(examples);
      const offers = await signIn?.offers();
      const settings = {
        needsToken,
        hasLink,
        ...(offers && { signIn: offers }),
        graphiql: {
          endpoint: '/graphql',
          title: 'Identity Center Gateway',
          defaultTabs,
          // Headers typed by a person may be secrets; they must not outlive the tab.
          shouldPersistHeaders: false,
          additionalHeaders: { [csrfHeader]: '1' },
        },
      };
      const nonce = randomBytes(16).toString('base64');
      response.setHeader('Content-Security-Policy', pagePolicy({ nonce, connectTo }));
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      send(response, 200, 'text/html', html(folder, nonce, settings));
    },

    async answerAsset(request, response, path) {
      await answerFile(request, response, (await assets()).files.get(path));
    },
  };
}

function html(folder: string, nonce: string, settings: object): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Identity Center Gateway</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${folder}/graphiql.css" />
    <link rel="stylesheet" href="${folder}/start.css" />
    ${settingsElement(settings)}
    <script defer nonce="${nonce}" src="${folder}/graphiql.js"></script>
    <script type="module" nonce="${nonce}" src="${folder}/start.js"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript. Other clients can POST to this address.</noscript>
    <div id="root"></div>
  </body>
</html>
`;
}
