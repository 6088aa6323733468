import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { postDecision } from './approve.ts';
import { CallLog } from './call-log.ts';
import type { LoggedCall } from './call-log.ts';
import { createEndpoint } from './endpoint.ts';
import { Faults } from './faults.ts';
import type { Modes } from './operations/call.ts';
import { generateOrganization } from './organization/generate.ts';
import type { Organization } from './organization/types.ts';
import { landingPage } from './pages/landing-page.ts';
import { createSignInPages } from './pages/sign-in-pages.ts';
import { createPager } from './protocol/paging.ts';
import { createSandboxServer } from './server.ts';
import { createSignIns } from './sign-in/sign-ins.ts';
import type { SignInOptions } from './sign-in/sign-ins.ts';
import { awsStartUrl, startUrlAt } from './sign-in/start-url.ts';
import { createThrottle } from './throttle.ts';

export interface SandboxOptions extends SignInOptions {
  /** @default 0, a free port */
  readonly port?: number;
  /** @default 127.0.0.1, because the sandbox lets anyone in */
  readonly host?: string;
  /** The same seed and sizes give the same organization, tokens and empty pages. @default 1 */
  readonly seed?: number;
  /** @default 60 */
  readonly accounts?: number;
  /** @default 12 */
  readonly permissionSets?: number;
  /** @default 200 */
  readonly users?: number;
  /** @default 25 */
  readonly groups?: number;
  /** About how many. @default what the other sizes make believable */
  readonly assignments?: number;
  /** Instead of a generated one; seed and sizes then say nothing about it. */
  readonly organization?: Organization;
  /** The Region of the instance: ListInstances is empty in every other. @default us-east-1 */
  readonly region?: string;
  /** Refuse calls beyond AWS's published rates. @default true */
  readonly throttle?: boolean;
  /** Calls a second over all operations of sso-admin. @default 20, AWS's rate */
  readonly tps?: number;
  /** Added to every answer. @default 0 */
  readonly latencyMs?: number;
  /** Now and then a page without rows and yet with a token, as AWS may answer. @default true */
  readonly emptyPages?: boolean;
  /** Ways in which the organization or its caller is not the plain one. @default none */
  readonly modes?: Modes;
  /** How many of the latest calls are kept with what they asked for. @default 10,000 */
  readonly keptCalls?: number;
  /** Epoch milliseconds: for throttling, for what is created and for what expires. @default Date.now */
  readonly now?: () => number;
}

export interface Sandbox extends AsyncDisposable {
  /** What AWS_ENDPOINT_URL is set to. */
  readonly url: string;
  /** Where people's sign-ins begin. */
  readonly startUrl: string;
  /** The same in AWS's form: for programs that take nothing but https. */
  readonly awsStartUrl: string;
  readonly organization: Organization;
  /** The latest calls, oldest first. */
  calls(): readonly LoggedCall[];
  /** All calls since the start or the last reset, by `service:operation`. */
  counts(): Readonly<Record<string, number>>;
  /** Sets the calls and their counts back. The organization stays as it is. */
  reset(): void;
  readonly faults: Faults;
  /** Does as a person does at the page of a sign-in. Rejects with what the page says, as of a code that has expired. */
  approve(userCode: string, userName: string): Promise<void>;
  deny(userCode: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the local AWS endpoint. Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, seed = 1, region = 'us-east-1', now = Date.now } = options;
  const { throttle = true, tps = 20, latencyMs = 0, emptyPages = true, modes = {} } = options;
  const { keptCalls = 10_000 } = options;
  const organization = options.organization ?? generate({ ...options, seed, region, now });
  const log = new CallLog(keptCalls);
  const faults = new Faults();
  const signIns = createSignIns(options, now);
  const server = createSandboxServer({
    endpoint: createEndpoint({
      organization,
      signIns,
      ...regionsOf(region, modes),
      modes,
      pager: createPager(`${seed} ${organization.instanceArn}`, emptyPages),
      throttle: throttle ? createThrottle(tps, now) : undefined,
      faults,
      log,
      now,
    }),
    landingPage: () =>
      landingPage({ url, region, organization, modes: namesOf(modes), counts: log.counts() }),
    signInPages: createSignInPages(organization, signIns),
    calls: () => ({ counts: log.counts(), calls: log.calls() }),
    reset: () => log.reset(),
    latencyMs,
  });
  server.listen(port, host);
  await once(server, 'listening');
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server.address())}`;

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url,
    startUrl: startUrlAt(url),
    awsStartUrl: awsStartUrl(organization),
    organization,
    calls: () => log.calls(),
    counts: () => log.counts(),
    reset: () => log.reset(),
    faults,
    approve: (userCode, userName) =>
      postDecision(url, { user_code: userCode, user: userName, decision: 'approve' }),
    deny: (userCode) => postDecision(url, { user_code: userCode, decision: 'deny' }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function generate(
  options: SandboxOptions & { seed: number; region: string; now: () => number },
): Organization {
  const { accounts = 60, permissionSets = 12, users = 200, groups = 25, assignments } = options;
  return generateOrganization({
    seed: options.seed,
    region: options.region,
    accounts,
    permissionSets,
    users,
    groups,
    ...(assignments !== undefined && { assignments }),
    clock: () => options.now() / 1000,
  });
}

function regionsOf(region: string, modes: Modes): { homeRegion: string; replicaRegion: string | undefined } {
  if (!modes.replicaRegion) return { homeRegion: region, replicaRegion: undefined };
  return { homeRegion: region === 'us-east-1' ? 'us-west-2' : 'us-east-1', replicaRegion: region };
}

function namesOf(modes: Modes): readonly string[] {
  return Object.entries(modes).flatMap(([name, isOn]) => (isOn ? name : []));
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('The sandbox listens on no port');
  return address.port;
}
