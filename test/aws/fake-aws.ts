import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAws, type Aws, type AwsOptions } from '../../src/aws/aws.ts';
import type { Clock } from '../../src/aws/budget/clock.ts';
import type { CallOptions } from '../../src/aws/call/call.ts';
import { CallMeter } from '../../src/aws/call/meter.ts';

/** What AWS is asked, as it went over the wire. */
export interface Asked {
  readonly operation: string;
  readonly input: Record<string, any>;
  readonly headers: IncomingHttpHeaders;
}

/** A JSON body, an error, or a function that does with the connection what it likes. */
export type Reply =
  | { readonly body: unknown }
  | {
      readonly error: string;
      readonly status?: number;
      readonly message?: string;
      readonly headers?: Record<string, string>;
      readonly more?: Record<string, unknown>;
    }
  | ((response: ServerResponse) => void);

export interface FakeAws extends AsyncDisposable {
  readonly aws: Aws;
  readonly asked: Asked[];
  readonly url: string;
}

/** Operations that have a path of their own. */
const rest: readonly (readonly [path: RegExp, operation: string])[] = [
  [/\/applications-list$/, 'ListApplications'],
  [/\/entitlements-list$/, 'ListEntitlements'],
  [/\/applications\/[^/]+$/, 'GetApplication'],
];

/** A real client set against a real HTTP server whose answers are `reply`'s. */
export async function fakeAws(
  reply: (asked: Asked, index: number) => Reply,
  options: AwsOptions = {},
): Promise<FakeAws> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    // Credentials come from services that speak other protocols.
    const target = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const operation = rest.find(([path]) => path.test(request.url ?? ''))?.[1] ?? target;
    const call = { operation, input: body.startsWith('{') ? JSON.parse(body) : {}, headers: request.headers };
    asked.push(call);
    send(response, reply(call, asked.length - 1));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret-canary',
    sessionToken: 'token-canary',
  };
  const aws = await createAws({
    endpoint: url,
    region: 'eu-west-1',
    credentials,
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

function send(response: ServerResponse, reply: Reply): void {
  if (typeof reply === 'function') return reply(response);
  response.setHeader('x-amzn-RequestId', 'request-1');
  response.setHeader('Content-Type', 'application/x-amz-json-1.1');
  if ('body' in reply) {
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    return;
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.statusCode = reply.status ?? 400;
  response.end(JSON.stringify({ __type: reply.error, message: reply.message, ...reply.more }));
}

/** A clock whose sleepers wake at once, at the time they asked for; `slept` has what they asked for. */
export function instantClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      await Promise.resolve();
      now += ms;
    },
  };
}

export function callOptions(
  signal = new AbortController().signal,
  clock?: Clock,
): CallOptions & { readonly meter: CallMeter } {
  return { signal, meter: new CallMeter(clock) };
}

/** Reads a list whole. */
export async function all<Row>(pages: AsyncIterable<Row[]>): Promise<Row[]> {
  return (await Array.fromAsync(pages)).flat();
}

export const instanceArn = 'arn:aws:sso:::instance/ssoins-1111111111111111';
export const permissionSetArn = `arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-2222222222222222`;
export const applicationArn = 'arn:aws:account-access:eu-west-1:111111111111:application/app-1';
export const storeId = 'd-1234567890';
