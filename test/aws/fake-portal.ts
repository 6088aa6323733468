import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPortalAws, type PortalAws, type PortalAwsOptions } from '../../src/aws/portal-aws.ts';
import { instantClock } from './fake-aws.ts';

/** A request of sso or sso-oidc, as it went over the wire. */
export interface PortalAsked {
  /** `GET /assignment/accounts?max_result=100` */
  readonly line: string;
  readonly body: Record<string, any> | undefined;
  readonly headers: IncomingHttpHeaders;
}

export interface PortalReply {
  readonly status?: number;
  /** Sent as `x-amzn-ErrorType`. */
  readonly error?: string;
  readonly headers?: Record<string, string>;
  /** Text goes out as it is. */
  readonly body?: unknown;
}

export interface FakePortal extends AsyncDisposable {
  readonly aws: PortalAws;
  readonly asked: PortalAsked[];
  readonly url: string;
}

/** Real clients of a person's side against a real HTTP server whose answers are `reply`'s. */
export async function fakePortal(
  reply: (asked: PortalAsked, index: number) => PortalReply | ((response: ServerResponse) => void),
  options: Partial<PortalAwsOptions> = {},
): Promise<FakePortal> {
  const asked: PortalAsked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const call = {
      line: `${request.method} ${request.url}`,
      body: text === '' ? undefined : JSON.parse(text),
      headers: request.headers,
    };
    asked.push(call);
    const answer = reply(call, asked.length - 1);
    if (typeof answer === 'function') return answer(response);
    const { status = answer.error === undefined ? 200 : 400, error, headers = {}, body = '' } = answer;
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-requestid': 'request-1',
      ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
      ...headers,
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = await createPortalAws({
    region: 'eu-west-1',
    endpoint: url,
    unlimited: true,
    clock: instantClock(),
    random: () => 0.5,
    ...options,
  });
  return {
    aws,
    asked,
    url,
    async [Symbol.asyncDispose]() {
      aws.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An error of sso-oidc: the name in a header, OAuth's word and the text in the body. */
export function oidcError(name: string, error: string, more: object = {}): PortalReply {
  return {
    status: name === 'InvalidClientException' ? 401 : 400,
    error: `${name}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/`,
    body: { error, error_description: `about ${error}`, ...more },
  };
}

/** An error of the portal. */
export function portalError(name: string, status: number, message = `about ${name}`): PortalReply {
  return { status, error: name, body: { message, __type: `com.amazonaws.switchboard.portal#${name}` } };
}
