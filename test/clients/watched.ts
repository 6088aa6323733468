import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Watched extends AsyncDisposable {
  readonly url: string;
  /** Of the answers so far. */
  readonly statuses: readonly number[];
}

/** A way to the gateway on which it is seen how each request is answered. */
export async function watched(gatewayUrl: string): Promise<Watched> {
  const statuses: number[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(gatewayUrl, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks),
    });
    statuses.push(answer.status);
    response.statusCode = answer.status;
    for (const name of ['content-type', 'etag'])
      if (answer.headers.has(name)) response.setHeader(name, answer.headers.get(name)!);
    response.end(answer.status === 304 ? undefined : await answer.text());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    statuses,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await server[Symbol.asyncDispose]();
    },
  };
}
