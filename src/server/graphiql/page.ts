import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { csrfHeader } from '../graphql/endpoint.ts';
import { refuse, send } from '../respond.ts';
import { type Assets, loadAssets } from './assets.ts';
import { type ExampleVariables, exampleTabs } from './examples.ts';
import { pagePolicy } from './policy.ts';

const pieceBytes = 64 * 1024;

export interface GraphiqlPage {
  answer(response: ServerResponse): Promise<void>;
  answerAsset(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

export interface GraphiqlOptions {
  /** Whether queries need the bearer token. */
  readonly needsToken: boolean;
  readonly examples: ExampleVariables;
  /** Origins that its scripts ask beside the gateway's own, such as those of issuers. @default none */
  readonly connectTo?: readonly string[];
}

/** GraphiQL without a CDN: a small page, and the package's 9 MB as files that a browser fetches once. */
export function graphiqlPage({ needsToken, examples, connectTo = [] }: GraphiqlOptions): GraphiqlPage {
  let loading: Promise<Assets> | undefined;
  // Loaded with the first visitor: a gateway for dashboards never pays its 70 ms and 45 MB.
  const assets = () => (loading ??= loadAssets());

  return {
    async answer(response) {
      const { folder } = await assets();
      const defaultTabs = await exampleTabs(examples);
      const settings = {
        needsToken,
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
      const asset = (await assets()).files.get(path);
      if (!asset) return refuse(response, 404, 'NOT_FOUND', 'There is no such file.');
      // The folder's name is a hash of what is in it, and none of it is anybody's data.
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.setHeader('Content-Type', asset.type);
      response.setHeader('Vary', 'Accept-Encoding');
      const takesGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      if (takesGzip) response.setHeader('Content-Encoding', 'gzip');
      await sendBytes(response, takesGzip ? await asset.compressed() : asset.content);
    },
  };
}

/** In pieces, each when the one before was taken: what a client leaves waiting is the shared bytes, and few of them. */
async function sendBytes(response: ServerResponse, bytes: Buffer): Promise<void> {
  response.setHeader('Content-Length', bytes.length);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  await pipeline(pieces, response).catch((error: unknown) => {
    // Whoever leaves before the end has seen enough.
    if (!response.destroyed) throw error;
  });
}

function html(folder: string, nonce: string, settings: object): string {
  // Inside a script element only "</" and "<!--" could end or change the text.
  const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Identity Center Gateway</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${folder}/graphiql.css" />
    <link rel="stylesheet" href="${folder}/start.css" />
    <script type="application/json" id="settings">${json}</script>
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
