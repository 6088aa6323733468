import { expect, it } from 'vitest';
import { anybody } from '../reading/read-scope.ts';
import { local, portalOnSandbox } from './portal-on-sandbox.ts';

const dayMs = 24 * 3_600_000;

/** A gateway whose clock runs a day ahead of AWS's, until it is set back. */
async function aheadOfAws() {
  let ahead = dayMs;
  const now = () => Date.parse('2026-06-01T00:00:00Z') + ahead;
  const gateway = await portalOnSandbox({ now });
  return {
    ...gateway,
    now,
    setBack: () => void (ahead = 0),
    session: () => gateway.portal.session(local, {}),
    roles: () => gateway.portal.availableRoles(local, {}, { first: 1000 }, anybody),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

it('the roles of a person are read again, and not as of a time that has not come', async () => {
  await using gateway = await aheadOfAws();
  await gateway.signIn();
  const { rows } = await gateway.roles();
  gateway.setBack();
  gateway.sandbox.reset();
  const again = await gateway.roles();
  expect(again.rows).toEqual(rows);
  expect(again.completeness.asOf).toBeLessThanOrEqual(gateway.now());
  expect(gateway.sandbox.counts()['sso:ListAccountRoles']).toBeGreaterThan(0);
});

it('a token from before tells no end that is a day too late, and is renewed before it is used', async () => {
  await using gateway = await aheadOfAws();
  await gateway.signIn();
  const before = await gateway.session();
  expect(before.expiresAt).toBeGreaterThan(gateway.now());
  gateway.setBack();
  const unsure = await gateway.session();
  expect(unsure).toMatchObject({ state: 'SIGNED_IN', lineage: before.lineage });
  expect(unsure).not.toHaveProperty('expiresAt');
  gateway.sandbox.reset();
  await gateway.roles();
  expect(gateway.sandbox.counts()['sso-oidc:CreateToken']).toBe(1);
  expect((await gateway.session()).expiresAt).toBe(before.expiresAt! - dayMs);
});
