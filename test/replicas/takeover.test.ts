import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/budget/clock.ts';
import type { PortalOptions } from '../../src/portal/portal-options.ts';
import { alice, all, bob, last, portalOnSandbox } from '../portal/portal-on-sandbox.ts';
import { hasPostgres } from '../postgres/server.ts';
import { anybody } from '../reading/read-scope.ts';
import { sharedState, type SharedState } from './shared.ts';

describe.skipIf(!hasPostgres)('a person who signs in at replicas', () => {
  let shared: SharedState;
  beforeAll(async () => void (shared = await sharedState()));
  afterAll(() => shared[Symbol.asyncDispose]());

  async function three() {
    const options = async (): Promise<Partial<PortalOptions>> => {
      const replica = await shared.replica();
      return {
        tokensOf: (viewerId) => replica.tokensOf(viewerId),
        ledger: (events) => replica.ledger(events),
        clock: systemClock,
        now: Date.now,
      };
    };
    const sandbox = { now: Date.now, pollIntervalMs: 1_000 };
    const gateway = await portalOnSandbox(await options(), sandbox);
    const more = [gateway.start(await options()), gateway.start(await options())] as const;
    return {
      ...gateway,
      portals: [gateway.portal, more[0], more[1]] as const,
      polls: () => gateway.sandbox.counts()['sso-oidc:CreateToken'] ?? 0,
      async [Symbol.asyncDispose]() {
        for (const portal of more) await portal.close();
        expect(shared.problems).toEqual([]);
        await gateway[Symbol.asyncDispose]();
      },
    };
  }

  test('is waited for by one of them, seen by all, and signed in at all', async () => {
    await using gateway = await three();
    const [first, second, third] = gateway.portals;
    const login = await first.login(alice, {}, anybody);
    expect(login).toMatchObject({ state: 'PENDING', isShared: true });
    expect(await second.login(alice, {}, anybody)).toEqual(login);
    const watched = [second, third].map((portal) => all(portal.watchLogin(alice, login.id, anybody.signal)));
    const from = { polls: gateway.polls(), at: performance.now() };
    await expect.poll(() => gateway.polls(), { timeout: 10_000 }).toBeGreaterThanOrEqual(from.polls + 3);
    // Once a second, however many replicas there are.
    expect(gateway.polls() - from.polls).toBeLessThanOrEqual((performance.now() - from.at) / 1_000 + 1);
    await gateway.sandbox.approve(login.userCode ?? '', gateway.user);
    for (const states of watched)
      expect((await states).map(({ state }) => state)).toEqual(['PENDING', 'SUCCEEDED']);
    for (const portal of gateway.portals) {
      expect(await portal.session(alice, {})).toMatchObject({ state: 'SIGNED_IN' });
      expect(await portal.session(bob, {})).toMatchObject({ state: 'SIGNED_OUT' });
      await expect(portal.watchLogin(bob, login.id, anybody.signal)).rejects.toThrow(
        'no such login of yours',
      );
      expect((await portal.availableRoles(alice, {}, {}, anybody)).rows.length).toBeGreaterThan(0);
    }
    expect(await third.logout(alice, {}, anybody)).toMatchObject({ signedOut: true });
    for (const portal of gateway.portals) {
      expect(await portal.session(alice, {})).toMatchObject({ state: 'SIGNED_OUT' });
      await expect(portal.availableRoles(alice, {}, {}, anybody)).rejects.toMatchObject({
        code: 'LOGIN_REQUIRED',
      });
    }
  }, 30_000);

  test('is signed in although the replica where they began has ended', async () => {
    await using gateway = await three();
    const [first, second] = gateway.portals;
    const login = await first.login(alice, {}, anybody);
    const watched = last(second.watchLogin(alice, login.id, anybody.signal));
    await first.close();
    await gateway.sandbox.approve(login.userCode ?? '', gateway.user);
    expect(await watched).toMatchObject({ id: login.id, state: 'SUCCEEDED' });
    expect(await second.session(alice, {})).toMatchObject({ state: 'SIGNED_IN' });
    // They took the code, and what it is worth, with them: AWS was asked for no other.
    expect(gateway.sandbox.counts()['sso-oidc:StartDeviceAuthorization']).toBe(1);
    expect(gateway.sandbox.counts()['sso-oidc:RegisterClient']).toBe(1);
    await second.logout(alice, {}, anybody);
  }, 30_000);

  test('can take back at one what they began at another', async () => {
    await using gateway = await three();
    const [first, second] = gateway.portals;
    const login = await first.login(bob, {}, anybody);
    expect(await second.cancelLogin(bob, login.id)).toMatchObject({ state: 'CANCELLED' });
    await expect.poll(() => first.left.running, { timeout: 5_000 }).toBe(0);
    expect(await first.cancelLogin(bob, login.id)).toMatchObject({ state: 'CANCELLED' });
    expect((await second.login(bob, {}, anybody)).id).not.toBe(login.id);
  }, 30_000);

  test('asks AWS for one renewal, whichever replicas need it at once', async () => {
    await using gateway = await three();
    const [first, ...others] = gateway.portals;
    const login = await first.login(alice, { forceRefresh: true }, anybody);
    await gateway.sandbox.approve(login.userCode ?? '', gateway.user);
    await last(first.watchLogin(alice, login.id, anybody.signal));
    const before = gateway.polls();
    const input = { expiryWindowMs: 3_599_000 };
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const renewed = await Promise.all(gateway.portals.map((portal) => portal.login(alice, input, anybody)));
    expect(renewed.map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(gateway.polls() - before).toBe(1);
    expect(others).toHaveLength(2);
  }, 30_000);
});
