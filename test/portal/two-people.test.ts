import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPortalAws } from '../../src/aws/portal-aws.ts';
import { createCredentialsTokens } from '../../src/credentials-tokens.ts';
import { GatewayError } from '../../src/errors.ts';
import type { Portal, RoleCredentials } from '../../src/portal/portal.ts';
import { anybody } from '../reading/read-scope.ts';
import { atOneMachine, type Machine, ownerOf, pairOf } from './one-machine.ts';
import { local } from './portal-on-sandbox.ts';

const minute = 60_000;
const sessionMs = 8 * 60 * minute;
const who = fc.nat(1);
const which = fc.nat(9);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('signIn' as const), who, at: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cliSignIn' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('logout' as const), at: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cliLogout' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renewal' as const), bySdk: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.nat(120) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mint' as const), at: fc.nat(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('redeem' as const), which }) },
);

/** Whose credentials come, or that the token says that its sign-in is over. */
async function outcomeOf(url: string, answer: Promise<RoleCredentials>): Promise<string> {
  try {
    return await ownerOf(url, await answer);
  } catch (error) {
    if (!(error instanceof GatewayError) || !/sign-in .* is over/.test(error.message)) throw error;
    return error.code;
  }
}

it('a credentials token gives the credentials of who minted it while that sign-in lasts, and nobody else’s ever', async () => {
  const tally = { given: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40, size: 'max' }), async (steps) => {
      await using machine = await atOneMachine();
      const { people, role } = pairOf(machine.sandbox.organization);
      const tokens = createCredentialsTokens(machine.now);
      const minted: { token: string; owner: string; signIn: object; portal: Portal }[] = [];
      const [seen, expected]: [string[], string[]] = [[], []];
      /** Whoever is signed in; another object as soon as nothing proves that it is the same sign-in. */
      let present: { owner: string; until: number } | undefined;
      const isSignedIn = () => present !== undefined && present.until > machine.now();
      const signedIn = (owner: string) => ({ owner, until: machine.now() + sessionMs });

      for (const todo of steps) {
        if (todo.do === 'signIn') {
          const owner = people[todo.who]!;
          await machine.signIn(machine.portals[todo.at]!, owner);
          present = signedIn(owner);
        } else if (todo.do === 'cliSignIn') {
          const owner = people[todo.who]!;
          await machine.cli.signIn(owner);
          present = signedIn(owner);
        } else if (todo.do === 'logout') {
          await machine.portals[todo.at]!.logout(local, {}, anybody);
          present = undefined;
        } else if (todo.do === 'cliLogout') {
          await machine.cli.signOut();
          present = undefined;
        } else if (todo.do === 'renewal') {
          const how = await machine.cli.renew(todo.bySdk);
          if (present && how === 'as anybody might') present = { ...present };
        } else if (todo.do === 'pass') await machine.clock.advance(todo.minutes * minute);
        else if (todo.do === 'mint') {
          const portal = machine.portals[todo.at]!;
          const signIn = await portal.heldSignIn(local, {}, anybody).catch(() => undefined);
          seen.push(signIn ? 'minted' : 'not minted');
          expected.push(isSignedIn() ? 'minted' : 'not minted');
          if (!signIn || !present) continue;
          const { token } = await tokens.mint({ person: local, ...role, ...signIn }, 30 * 24 * 60 * minute);
          minted.push({ token, owner: present.owner, signIn: present, portal });
        } else if (minted.length > 0) {
          const { token, owner, signIn, portal } = minted[todo.which % minted.length]!;
          const isGood = signIn === present && isSignedIn();
          const grant = await tokens.redeem(token);
          const answer = grant && portal.roleCredentials(local, grant, anybody);
          seen.push(answer ? await outcomeOf(machine.sandbox.url, answer) : 'UNAUTHENTICATED');
          expected.push(isGood ? owner : 'UNAUTHENTICATED');
          tally[isGood ? 'given' : 'refused'] += 1;
        }
      }
      expect(seen).toEqual(expected);
      expect(machine.faults).toEqual([]);
    }),
    { numRuns: 15 },
  );
  expect(Math.min(tally.given, tally.refused)).toBeGreaterThan(5);
});

it('a cursor of one person’s list says nothing in the list of the next', async () => {
  await using machine = await atOneMachine();
  const [ada = '', bob = ''] = pairOf(machine.sandbox.organization).people;
  await machine.signIn(machine.portal, ada);
  const ask = (after?: string) => machine.portal.availableRoles(local, {}, { first: 1, after }, anybody);
  const { endCursor } = await ask();
  expect((await ask(endCursor)).hasPreviousPage).toBe(true);
  await machine.cli.signIn(bob);
  await expect(ask(endCursor)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
});

it('the session of one person gives no token of the next', async () => {
  await using machine = await atOneMachine();
  const [ada = '', bob = ''] = pairOf(machine.sandbox.organization).people;
  await machine.signIn(machine.portal, ada);
  const hers = await machine.portal.session(local, {});
  expect(await machine.portal.accessToken(local, hers)).toBeTypeOf('string');
  await machine.cli.signIn(bob);
  expect(await machine.portal.accessToken(local, hers)).toBeUndefined();
  expect(await machine.portal.accessToken(local, await machine.portal.session(local, {}))).toBeTypeOf(
    'string',
  );
});

/** A machine where `meanwhile` happens once, before or after AWS is asked for a renewal. */
async function renewing(when: 'before' | 'after', meanwhile: (machine: Machine) => Promise<unknown>) {
  const state: { machine?: Machine; isOver: boolean } = { isOver: false };
  const happen = async (now: 'before' | 'after') => {
    if (now !== when || state.isOver || !state.machine) return;
    state.isOver = true;
    await meanwhile(state.machine);
  };
  const machine = await atOneMachine({
    async connect(region) {
      const endpoint = state.machine?.sandbox.url ?? '';
      const aws = await createPortalAws({ region, endpoint, unlimited: true });
      const createToken: typeof aws.oidc.createToken = async (client, grant, options) => {
        if ('refreshToken' in grant) await happen('before');
        const answer = await aws.oidc.createToken(client, grant, options);
        if ('refreshToken' in grant) await happen('after');
        return answer;
      };
      return { ...aws, oidc: { ...aws.oidc, createToken } };
    },
  });
  state.machine = machine;
  return machine;
}

it('a renewal that comes home late neither serves nor writes over whoever has signed in since', async () => {
  await using machine = await renewing('after', ({ cli, sandbox }) =>
    cli.signIn(pairOf(sandbox.organization).people[1] ?? ''),
  );
  const { people, role } = pairOf(machine.sandbox.organization);
  const [ada = '', bob = ''] = people;
  await machine.signIn(machine.portal, ada);
  await machine.clock.advance(55 * minute);
  const credentials = await machine.portal.roleCredentials(local, role, anybody);
  expect(await ownerOf(machine.sandbox.url, credentials)).toBe(bob);
  const later = await machine.portals[1].roleCredentials(local, role, anybody);
  expect(await ownerOf(machine.sandbox.url, later)).toBe(bob);
});

it('a renewal that AWS refuses, because another program was first, gives what that has left', async () => {
  await using machine = await renewing('before', ({ cli }) => cli.renew(true));
  const { people, role } = pairOf(machine.sandbox.organization);
  await machine.signIn(machine.portal, people[0] ?? '');
  await machine.clock.advance(61 * minute);
  const credentials = await machine.portal.roleCredentials(local, role, anybody);
  expect(await ownerOf(machine.sandbox.url, credentials)).toBe(people[0]);
});
