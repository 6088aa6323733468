import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer on the wire. */
export interface Wire {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One call on its way from a client of AWS's to the sandbox. */
export interface Exchange {
  /** Such as `sso-admin:ListAccountAssignments`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, any>>;
  readonly response: ServerResponse;
  /** Which of the calls that the fault struck, from 0. */
  readonly index: number;
  /** What the sandbox answers, also to another input. */
  readonly ask: (input?: object) => Promise<Required<Wire>>;
  readonly send: (wire: Wire) => void;
}

export interface Plant {
  /** Which operation; without it every one. */
  readonly operation?: string;
  /** Which of its calls, by their input; without it all. */
  readonly when?: (input: Readonly<Record<string, any>>) => boolean;
  /** Lets so many matching calls through first. @default 0 */
  readonly afterCalls?: number;
  /** How often it strikes. @default no limit */
  readonly times?: number;
  readonly fault: (exchange: Exchange) => unknown;
}

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The calls that came by since the last `clear`, struck or not. */
  readonly calls: { readonly operation: string; readonly input: Readonly<Record<string, any>> }[];
  plant(plant: Plant): void;
  /** Takes every fault away. */
  clear(): void;
}

/** Stands between the gateway's clients and the sandbox, and does to calls what was planted. */
export async function proxyTo(target: string): Promise<Proxy> {
  const plants: (Plant & { seen: number; struck: number })[] = [];
  const calls: Proxy['calls'] = [];
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => response.destroy(error as Error));
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const operation = operationOf(incoming);
    const input = body.toString().startsWith('{') ? JSON.parse(body.toString()) : queryOf(incoming);
    calls.push({ operation, input });
    const plant = plants.find((one) => strikes(one, operation, input));
    const ask = (other?: object) => forward(target, incoming, other ? JSON.stringify(other) : body);
    const send = ({ status = 200, headers = {}, body: answer = '' }: Wire) =>
      void response.writeHead(status, headers).end(answer);
    if (plant) await plant.fault({ operation, input, response, index: plant.struck++, ask, send });
    else send(await ask());
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    plant: (plant) => void plants.push({ ...plant, seen: 0, struck: 0 }),
    clear() {
      plants.length = 0;
      calls.length = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function strikes(
  plant: Plant & { seen: number; struck: number },
  operation: string,
  input: Readonly<Record<string, any>>,
): boolean {
  const { afterCalls = 0, times = Number.POSITIVE_INFINITY } = plant;
  if (plant.operation !== undefined && plant.operation !== operation) return false;
  if (plant.when?.(input) === false || plant.struck >= times) return false;
  plant.seen += 1;
  return plant.seen > afterCalls;
}

const services: Readonly<Record<string, string>> = {
  SWBExternalService: 'sso-admin',
  AWSIdentityStore: 'identitystore',
  AWSOrganizationsV20161128: 'organizations',
};
const paths: Readonly<Record<string, string>> = {
  '/assignment/accounts': 'sso:ListAccounts',
  '/assignment/roles': 'sso:ListAccountRoles',
  '/federation/credentials': 'sso:GetRoleCredentials',
  '/logout': 'sso:Logout',
  '/client/register': 'sso-oidc:RegisterClient',
  '/device_authorization': 'sso-oidc:StartDeviceAuthorization',
  '/token': 'sso-oidc:CreateToken',
  '/applications-list': 'account-access:ListApplications',
  '/applications': 'account-access:GetApplication',
  '/entitlements-list': 'account-access:ListEntitlements',
};

function operationOf({ headers, url = '' }: IncomingMessage): string {
  const [prefix = '', name = ''] = String(headers['x-amz-target'] ?? '').split('.');
  // What is named in the path is no part of the operation.
  const path = url.split('?', 1)[0]?.replace(/(?<=^\/applications)\/.*/, '') ?? '';
  return name === '' ? (paths[path] ?? 'sts:GetCallerIdentity') : `${services[prefix] ?? prefix}:${name}`;
}

function queryOf({ url = '' }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(new URL(url, 'http://proxy').searchParams);
}

async function forward(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: string | Buffer,
): Promise<Required<Wire>> {
  const request = httpRequest(`${target}${url}`, {
    ...(method !== undefined && { method }),
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const answer = await buffer(response);
  const kept = Object.entries(response.headers).filter(([name]) => /^content-type$|^x-amz/.test(name));
  return {
    status: response.statusCode ?? 500,
    headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
    body: answer,
  };
}
