import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { createPortal } from '../../src/portal/create-portal.ts';
import type { PortalOptions } from '../../src/portal/portal-options.ts';
import type { Login, Person } from '../../src/portal/portal.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { instantClock } from '../aws/fake-aws.ts';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { anybody } from '../reading/read-scope.ts';

export const local: Person = { viewerId: 'local', isLocal: true };
export const alice: Person = { viewerId: 'https://id.example/ alice', isLocal: false };
export const bob: Person = { viewerId: 'https://id.example/ bob', isLocal: false };
export const region = 'us-east-1';
const epoch = Date.parse('2026-06-01T00:00:00Z');

/** The whole of a person's side, over HTTP, in a time that both ends share and the test moves. */
export async function portalOnSandbox(
  options: Partial<PortalOptions> = {},
  sandboxOptions: SandboxOptions = {},
) {
  const clock = new ManualClock();
  const now = () => epoch + clock.now();
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, now, ...sandboxOptions });
  const { startUrl } = sandbox;
  const seen: Login[] = [];
  const told: Login[] = [];
  const faults: unknown[] = [];
  const start = (own: Partial<PortalOptions> = {}) =>
    createPortal({
      connect: (of) =>
        createPortalAws({
          region: of,
          endpoint: sandbox.url,
          unlimited: true,
          clock: instantClock(),
          random: () => 0.5,
        }),
      cursors: new Cursors(Buffer.from('a secret of cursors')),
      tokenCache: 'memory',
      startUrl,
      region,
      tell: (login) => void told.push(login),
      changed: (_person, login) => void seen.push(login),
      unexpected: (error) => void faults.push(error),
      environment: { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
      now,
      clock,
      random: () => 0.5,
      ...options,
      ...own,
    });
  const portal = start();
  const user = userWithMost(sandbox.organization);

  /** Time passes; whoever sleeps wakes and does what they do, also over HTTP. */
  async function pass(ms: number): Promise<void> {
    const until = clock.now() + ms;
    for (;;) {
      const left = until - clock.now();
      const { running } = portal.left;
      await clock.advance(Math.min(left, 1_000));
      // A login under way sleeps again, or ends.
      for (let turns = 0; portal.left.running > 0 && clock.timers < running && turns < 20_000; turns += 1)
        await settled();
      if (left <= 1_000) return;
    }
  }

  return {
    portal,
    sandbox,
    clock,
    now,
    pass,
    seen,
    told,
    faults,
    user,
    /** The same gateway, started anew. */
    start,
    login: (person = local, input = {}) => portal.login(person, input, anybody),
    async signIn(person = local, userName = user): Promise<Login> {
      const login = await portal.login(person, {}, anybody);
      await sandbox.approve(login.userCode ?? '', userName);
      await pass(1_000);
      return last(portal.watchLogin(person, login.id, anybody.signal));
    },
    async [Symbol.asyncDispose]() {
      await portal.close();
      await sandbox.close();
    },
  };
}

/** Somebody who may sign in, and who has the most rows of assignments. */
export function userWithMost(organization: Sandbox['organization']): string {
  const rows = (userId: string) => organization.assignmentsFor('USER', userId).length;
  const enabled = organization.users().filter(({ status }) => status === 'ENABLED');
  const [most] = enabled.toSorted((a, b) => rows(b.userId) - rows(a.userId));
  return most?.userName ?? '';
}

export async function all<T>(values: Promise<AsyncIterable<T>>): Promise<T[]> {
  return Array.fromAsync(await values);
}

export async function last<T>(values: Promise<AsyncIterable<T>>): Promise<T> {
  const [value] = (await all(values)).slice(-1);
  if (value === undefined) throw new Error('there was nothing');
  return value;
}
