import { vi } from 'vitest';
import type { AwsOptions } from '../../src/aws/aws.ts';
import type { Config } from '../../src/config/config.ts';
import { createLogger } from '../../src/log.ts';
import { createGateway } from '../../src/main/gateway/gateway.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';
import { startServer } from '../../src/server/server.ts';
import type { Auth } from '../../src/viewers/authenticate.ts';

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string } & Record<string, any>;
}

export interface Answer {
  readonly status: number;
  readonly data: any;
  readonly errors: readonly GraphqlError[] | undefined;
  /** `extensions.aws`: what this answer cost. */
  readonly aws: {
    readonly calls: number;
    readonly byOperation: Readonly<Record<string, number>>;
    readonly throttled: number;
    readonly waitMs: number;
  };
}

export interface TestGateway extends AsyncDisposable {
  readonly url: string;
  ask(query: string, variables?: object): Promise<Answer>;
  /** A page of assignments; throws when the answer has errors. */
  page(args?: PageArgs, names?: string): Promise<Page>;
  /** Every page, put together. */
  walk(args?: PageArgs, names?: string): Promise<{ rows: Row[]; pages: Page[] }>;
}

export interface PageArgs {
  readonly filter?: object | null;
  readonly first?: number;
  readonly after?: string | null;
  readonly maxAge?: string | null;
  readonly requireComplete?: boolean;
  readonly withTotalCount?: boolean;
}

export interface Row {
  readonly principal: { readonly principalType: 'USER' | 'GROUP'; readonly principalId: string };
  readonly permissionSet: { readonly arn: string };
  readonly target: { readonly targetId: string };
  /** Of the principal, of the permission set and of the account: see `allNames`. */
  readonly names?: { readonly name: string | null; readonly deleted?: boolean | null };
  readonly set?: { readonly name: string | null };
  readonly account?: { readonly name: string | null; readonly state?: string | null };
}

export const allNames =
  'names: principal { name deleted } set: permissionSet { name } account: target { name }';

export interface Failure {
  readonly operation: string;
  readonly accountId: string | null;
  readonly permissionSetArn: string | null;
  readonly principalId: string | null;
  readonly code: string;
  readonly message: string;
  readonly asOf: string | null;
}

export interface Page {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount?: number | null;
  readonly completeness: {
    readonly complete: boolean;
    readonly asOf: string | null;
    readonly failures: readonly Failure[];
    readonly failuresOmitted: number;
  };
  readonly aws: Answer['aws'];
}

export const completenessFields =
  'complete asOf failures { operation accountId permissionSetArn principalId code message asOf } failuresOmitted';

/** `names`: what is selected of each node beside its ids. */
export function assignmentsQuery(names = ''): string {
  return `query ($filter: AssignmentFilter, $first: Int, $after: String, $maxAge: Duration, $requireComplete: Boolean, $withTotalCount: Boolean = false) {
    assignments(filter: $filter, first: $first, after: $after, maxAge: $maxAge, requireComplete: $requireComplete) {
      nodes { principal { principalType principalId } permissionSet { arn } target { targetId } ${names} }
      edges { cursor }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount @include(if: $withTotalCount)
      completeness { ${completenessFields} }
    }
  }`;
}

export interface GatewayOptions {
  readonly config?: Partial<Config>;
  readonly aws?: AwsOptions;
  /** @default everybody is let in */
  readonly auth?: Auth;
  /** What `ask` sends to be known. */
  readonly authorization?: string | undefined;
  /** Gateways that have the same take each other's cursors. @default a random one */
  readonly cursorSecret?: Uint8Array;
}

/** The gateway as the demo wires it, on a port of its own. Calls to AWS that failed are tried again without a pause. */
export async function gatewayOn(sandbox: Sandbox, options: GatewayOptions = {}): Promise<TestGateway> {
  const config = { ...readConfig('demo', {}, {}), ...options.config };
  const logger = createLogger('error');
  const gateway = await createGateway(
    config,
    {
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      unlimited: true,
      random: () => 0,
      ...options.aws,
    },
    logger,
    options.cursorSecret,
  );
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    auth: options.auth ?? { mode: 'none' },
    allowedHosts: [],
    requestTimeoutMs: config.requestTimeoutMs,
    logger,
    schema: gateway.schema,
    without: config.without,
    answerCache: { bytes: config.answerCacheBytes, basis: gateway.answerBasis },
    createContext: (request) => gateway.createContext(request),
    files: gateway.files,
    metrics: () => gateway.metrics(),
  });
  const ask = async (query: string, variables: object = {}): Promise<Answer> => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(options.authorization !== undefined && { authorization: options.authorization }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors, extensions } = (await response.json()) as any;
    return { status: response.status, data, errors, aws: extensions?.aws };
  };
  const page = async (args: PageArgs = {}, names = ''): Promise<Page> => {
    const { data, errors, aws } = await ask(assignmentsQuery(names), args);
    if (errors || !data?.assignments) throw new Error(`The query failed: ${JSON.stringify(errors ?? data)}`);
    return { ...data.assignments, aws };
  };
  return {
    url: server.url,
    ask,
    page,
    async walk(args = {}, names = '') {
      const pages = [await page(args, names)];
      for (let last = pages[0]!; last.pageInfo.hasNextPage; pages.push(last))
        last = await page({ ...args, after: last.pageInfo.endCursor }, names);
      return { rows: pages.flatMap(({ nodes }) => nodes), pages };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await gateway.close();
    },
  };
}

/** A sandbox that never throttles and pages without surprises, so that calls can be counted. */
export function countableSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({ throttle: false, emptyPages: false, ...options });
}

/** Text that tells one assignment from all others, and sorts as AWS's ids do. */
export function keyOf({ target, permissionSet, principal }: Row): string {
  return [target.targetId, permissionSet.arn, principal.principalType, principal.principalId].join(' ');
}

export function keysOf(rows: readonly Row[]): string[] {
  return rows.map(keyOf);
}

/** What the organization itself has, in the order of the graph. */
export function allKeys(
  organization: Organization,
  holds: (accountId: string, arn: string) => boolean = () => true,
): string[] {
  const keys = organization.accounts().flatMap(({ id }) =>
    organization
      .permissionSetsProvisionedTo(id)
      .filter((arn) => holds(id, arn))
      .flatMap((arn) => organization.assignments(id, arn))
      .map((row) => [row.accountId, row.permissionSetArn, row.principalType, row.principalId].join(' ')),
  );
  // Not localeCompare: the order is by bytes, and all of these are ASCII.
  return keys.toSorted((one, other) => (one < other ? -1 : 1));
}

/** An (account, permission set) pair of the organization's, by its place in the order of the graph. */
export function pairsOf(organization: Organization): { accountId: string; permissionSetArn: string }[] {
  const pairs = new Set(allKeys(organization).map((key) => key.split(' ', 2).join(' ')));
  return [...pairs].map((pair) => {
    const [accountId = '', permissionSetArn = ''] = pair.split(' ');
    return { accountId, permissionSetArn };
  });
}

/** Resolves once the sandbox has been asked for this. */
export async function called(sandbox: Sandbox, operation: string): Promise<void> {
  while (!sandbox.counts()[operation]) await new Promise((resolve) => setImmediate(resolve));
}

export interface Travel extends Disposable {
  advance(ms: number): void;
}

/** Moves the wall clock of everything that is started afterwards. Timers keep their pace. */
export function timeTravel(): Travel {
  const now = Date.now.bind(Date);
  let ahead = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  return {
    advance: (ms) => void (ahead += ms),
    [Symbol.dispose]: () => spy.mockRestore(),
  };
}
