import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Size {
  readonly accounts: number;
  readonly sets: number;
  readonly rows: number;
}

export interface StandIn extends AsyncDisposable {
  readonly url: string;
}

const complete = {
  complete: true,
  asOf: '2026-01-01T00:00:00.000Z',
  failures: [],
  failuresOmitted: 0,
  unmatched: [],
};
const units = 40;
const accountId = (n: number) => String(100_000_000_000 + n);
const arn = (n: number) =>
  `arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-${String(n).padStart(16, '0')}`;

/** The page of a gateway, over an organization that is made up as it is asked for: reading it takes no time. */
export async function standIn(gateway: string, size: Size): Promise<StandIn> {
  const server = createServer((request, response) => {
    const answering =
      request.url === '/graphql' ? answer(request, response, size) : pass(gateway, request, response);
    answering.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // A server that listens on a port has an object for its address.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function pass(gateway: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = await fetch(new URL(request.url ?? '/', gateway), {
    headers: { accept: request.headers.accept ?? '*/*' },
  });
  response.writeHead(page.status, { 'content-type': page.headers.get('content-type') ?? 'text/plain' });
  response.end(Buffer.from(await page.arrayBuffer()));
}

async function answer(request: IncomingMessage, response: ServerResponse, size: Size): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
  const [, kind = '', name = ''] = /^(query|subscription) (\w+)/m.exec(query) ?? [];
  if (kind === 'subscription') return sweep(response, size);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ data: dataOf(name, variables, size), extensions: { aws: { calls: 0 } } }));
}

function dataOf(name: string, variables: any, { accounts, sets }: Size): object {
  const page = (nodes: readonly object[], hasNextPage = false, endCursor: string | null = null) => ({
    nodes,
    pageInfo: { hasNextPage, endCursor },
    completeness: complete,
  });
  switch (name) {
    case 'Viewer':
      return { viewer: { name: 'bench', permissions: ['READ'] } };
    case 'Instances':
      return {
        instances: [
          { arn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'bench', identityStoreId: 'd-1' },
        ],
      };
    case 'MatrixAccounts': {
      const from = Number(variables.after ?? 0);
      const end = Math.min(accounts, from + 1_000);
      const nodes = Array.from({ length: end - from }, (_, n) => accountOf(from + n));
      return { targets: page(nodes, end < accounts, String(end)) };
    }
    case 'MatrixUnits':
      return {
        targets: page([
          { targetId: 'r-root', name: 'Root', parent: null },
          ...Array.from({ length: units }, (_, n) => ({
            targetId: `ou-root-${n}`,
            name: `Unit ${n}`,
            parent: { targetId: 'r-root' },
          })),
        ]),
      };
    case 'MatrixPermissionSets':
      return {
        permissionSets: page(Array.from({ length: sets }, (_, n) => ({ arn: arn(n), name: `Set ${n}` }))),
      };
    case 'MatrixCells': {
      const ids: readonly (string | null)[] = variables.groupBy.includes('ACCOUNT')
        ? (variables.filter?.target.ids ?? [])
        : [null];
      const counts = ids.flatMap((id) =>
        Array.from({ length: sets }, (_, n) => ({
          account: id === null ? null : { targetId: id },
          permissionSet: { arn: arn(n) },
          assignments: (Number(id ?? 7) * 31 + n * 17) % 90,
          people: (Number(id ?? 7) * 31 + n * 17) % 90,
        })),
      );
      return { assignmentCounts: { counts, completeness: complete } };
    }
    case 'PlanOfEverything':
      return { explainAssignments: { calls: 1 } };
    default:
      return { assignmentCounts: { counts: [], completeness: complete } };
  }
}

function accountOf(n: number) {
  const unit = n % units;
  const parent = { targetId: `ou-root-${unit}`, name: `Unit ${unit}` };
  return { targetId: accountId(n), name: `account-${n}`, state: 'ACTIVE', parent };
}

/** As many events as there are thousands of rows. */
async function sweep(response: ServerResponse, { accounts, sets, rows }: Size): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  for (let from = 0; from < rows; from += 1_000) {
    const assignments = Array.from({ length: Math.min(1_000, rows - from) }, (_, n) =>
      rowOf(from + n, accounts, sets),
    );
    const done = from + 1_000 >= rows;
    const progress = { callsDone: 0, callsTotal: 0, secondsLeft: 0, done };
    const event = { assignments, endCursor: String(from), progress, completeness: complete };
    const text = `event: next\ndata: ${JSON.stringify({ data: { assignmentSweep: event } })}\n\n`;
    if (!response.write(text)) await once(response, 'drain');
  }
  response.end('event: complete\ndata:\n\n');
}

function rowOf(n: number, accounts: number, sets: number) {
  const person = n % 30_000;
  return {
    id: String(n),
    principal: {
      principalType: 'USER',
      principalId: String(person),
      name: `person-${person}`,
      deleted: false,
      displayName: `Person ${person}`,
      email: `person-${person}@example.com`,
      enabled: true,
    },
    permissionSet: { arn: arn(n % sets), name: `Set ${n % sets}` },
    target: accountOf(Math.floor(n / 143) % accounts),
  };
}
