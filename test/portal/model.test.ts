import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PortalAws } from '../../src/aws/portal-aws.ts';
import { AwsError, GatewayError } from '../../src/errors.ts';
import { createPortal } from '../../src/portal/create-portal.ts';
import type { Login, Person, Portal } from '../../src/portal/portal.ts';
import { Cursors } from '../../src/reading/cursor.ts';
import { until } from '../../src/reading/scope.ts';
import { ManualClock, settled } from '../aws/manual-clock.ts';
import { anybody } from '../reading/read-scope.ts';
import { alice, bob } from './portal-on-sandbox.ts';

/** For a local person files are read too, in a time of their own, and no run could be repeated. */
const people: readonly Person[] = [alice, bob, { viewerId: 'carol', isLocal: false }];

/** AWS of a few codes, whose answers come when the scheduler says. */
class FewCodes {
  readonly #scheduler: fc.Scheduler;
  readonly decisions = new Map<string, 'approved' | 'denied'>();
  isReachable = true;
  #codes = 0;
  #polls = 0;

  constructor(scheduler: fc.Scheduler) {
    this.#scheduler = scheduler;
  }

  portalAws(): PortalAws {
    const answer = async <T>(signal: AbortSignal, make: () => T): Promise<T> => {
      await until(this.#scheduler.schedule(Promise.resolve()), [signal]);
      if (!this.isReachable)
        throw new AwsError('AWS_UNAVAILABLE', 'test', 'gone', { cause: { code: 'ECONNRESET' } });
      return make();
    };
    const oidc: Partial<PortalAws['oidc']> = {
      registerClient: (_, { signal }) =>
        answer(signal, () => ({ clientId: 'id', clientSecret: 'secret', expiresAt: 1e15 })),
      startDeviceAuthorization: (_client, _startUrl, { signal }) =>
        answer(signal, () => {
          const code = `code-${++this.#codes}`;
          const times = { expiresInMs: 60_000, intervalMs: 1_000 };
          return { deviceCode: code, userCode: code, verificationUri: 'https://x/', ...times };
        }),
      createToken: (_client, grant, { signal }) =>
        answer(signal, () => {
          if (++this.#polls % 7 === 0) return { refused: 'slow_down' } as const;
          const decision = this.decisions.get('deviceCode' in grant ? grant.deviceCode : '');
          if (decision === 'approved') return { accessToken: `token-${this.#polls}`, expiresInMs: 3_600_000 };
          return { refused: decision === 'denied' ? 'access_denied' : 'authorization_pending' } as const;
        }),
    };
    const portal: Partial<PortalAws['portal']> = {
      logout: (_token, { signal }) => answer(signal, () => undefined),
    };
    return { oidc, portal, region: 'us-east-1', endpoint: 'test', close() {} } as unknown as PortalAws;
  }
}

interface Watcher {
  readonly id: string;
  readonly seen: Login[];
  readonly end: Promise<void>;
  hasLeft: boolean;
  leave(): void;
}

function watch(portal: Portal, person: Person, id: string, bySignal: boolean): Watcher {
  const leaving = new AbortController();
  const seen: Login[] = [];
  const watching = portal.watchLogin(person, id, leaving.signal);
  const read = async () => {
    const logins = await watching;
    for (let next = await logins.next(); next.done !== true; next = await logins.next())
      seen.push(next.value);
  };
  const watcher: Watcher = {
    id,
    seen,
    end: read(),
    hasLeft: false,
    leave() {
      watcher.hasLeft = true;
      if (bySignal) leaving.abort();
      else void watching.then((logins) => logins.return?.());
    },
  };
  return watcher;
}

const which = fc.nat(5);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('login' as const), who: fc.nat(2), force: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 500, max: 20_000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('watch' as const), which, bySignal: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('approve' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('logout' as const), who: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('network' as const), isReachable: fc.boolean() }) },
);

it('leaves no poller, timer or watcher behind, and shows every watcher how it ended', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.boolean(),
      async (scheduler, steps, closes) => {
        const clock = new ManualClock();
        const aws = new FewCodes(scheduler);
        const history: Login[] = [];
        const owners = new Map<string, Person>();
        const faults: unknown[] = [];
        const expected = (error: unknown) => {
          if (!(error instanceof GatewayError) || error.code !== 'AWS_UNAVAILABLE') faults.push(error);
        };
        const portal = createPortal({
          connect: async () => aws.portalAws(),
          cursors: new Cursors(Buffer.from('secret')),
          tokenCache: 'memory',
          startUrl: 'https://x/start',
          region: 'us-east-1',
          environment: { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' },
          changed(person, login) {
            history.push(login);
            owners.set(login.id, person);
          },
          unexpected: (error) => void faults.push(error),
          now: () => 1_700_000_000_000 + clock.now(),
          clock,
        });
        const begun: Login[] = [];
        const watchers: Watcher[] = [];
        const cancelled = new Set<string>();
        const work: Promise<unknown>[] = [];
        const at = <T>(items: readonly T[], n: number) => items[n % items.length];
        const pending = () => [...owners.keys()].filter((id) => lastOf(history, id)?.state === 'PENDING');

        for (const todo of steps) {
          if (todo.do === 'login') {
            const login = portal.login(people[todo.who] ?? alice, { forceRefresh: todo.force }, anybody);
            work.push(login.then((begins) => begun.push(begins), expected));
          } else if (todo.do === 'answer') {
            if (scheduler.count() > 0) await scheduler.waitOne();
          } else if (todo.do === 'pass') await clock.advance(todo.ms);
          else if (todo.do === 'network') aws.isReachable = todo.isReachable;
          else if (todo.do === 'leave') at(watchers, todo.which)?.leave();
          else if (todo.do === 'logout') {
            const logout = portal.logout(people[todo.who] ?? alice, {}, anybody);
            work.push(logout.catch(expected));
          } else {
            const login = at(begun, todo.which);
            const owner = login && owners.get(login.id);
            if (!login || !owner) continue;
            const code = login.userCode ?? '';
            if (todo.do === 'watch') watchers.push(watch(portal, owner, login.id, todo.bySignal));
            else if (todo.do === 'cancel') {
              cancelled.add(login.id);
              work.push(portal.cancelLogin(owner, login.id));
            } else if (!aws.decisions.has(code))
              aws.decisions.set(code, todo.do === 'approve' ? 'approved' : 'denied');
          }
          await settled();
          expect(new Set(pending().map((id) => owners.get(id))).size).toBe(pending().length);
          expect(clock.timers).toBeLessThanOrEqual(pending().length);
        }

        // Everything comes to its end: by closing, or with time.
        const closed = closes ? portal.close() : undefined;
        let isOver = false;
        void Promise.allSettled(work).then(() => (isOver = true));
        for (let turns = 0; turns < 200 && !(isOver && portal.left.running === 0); turns += 1) {
          await scheduler.waitIdle();
          await clock.advance(5_000);
        }
        await closed;
        await settled();
        expect(isOver).toBe(true);
        expect(portal.left).toMatchObject({ running: 0, watching: 0 });
        expect(clock.timers).toBe(0);
        await Promise.all(watchers.map(({ end }) => end));
        const stayed = watchers.filter(({ hasLeft }) => !hasLeft);
        expect(stayed.map(({ seen }) => seen.at(-1))).toEqual(stayed.map(({ id }) => lastOf(history, id)));
        const wrong = [...owners.keys()].filter((id) => {
          const ends = history.filter((login) => login.id === id && login.state !== 'PENDING');
          const { state, userCode = '' } = ends[0] ?? { state: 'PENDING' };
          const decision = aws.decisions.get(userCode);
          const isRight = {
            PENDING: false,
            SUCCEEDED: userCode === '' || decision === 'approved',
            DENIED: decision === 'denied',
            CANCELLED: cancelled.has(id),
            EXPIRED: true,
            FAILED: closes,
          }[state];
          return !isRight || ends.length !== 1;
        });
        expect(wrong).toEqual([]);
        expect(faults).toEqual([]);
        await portal.close();
      },
    ),
    { numRuns: 300 },
  );
});

function lastOf(history: readonly Login[], id: string): Login | undefined {
  return history.findLast((login) => login.id === id);
}
