import { createClient } from 'graphql-sse';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ownerOf, pairOf } from '../../portal/one-machine.ts';
import { type Load, pause } from '../load/load.ts';
import { askAt } from './asking.ts';
import type { Fleet } from './fleet.ts';
import { insist } from './walks.ts';

const watchQuery = 'subscription ($id: ID!) { loginStatus(loginId: $id) { state error } }';
const credentialsQuery = `mutation ($input: RoleCredentialsInput!) {
  roleCredentials(input: $input) { accessKeyId secretAccessKey sessionToken } }`;
/** As long as a code is good, of which faults take the most. */
const patienceMs = 90_000;

/**
 * Somebody signs in at one replica, watches from another, is approved after a while, takes credentials, and signs out;
 * then again. Whatever happens to replicas and their database meanwhile, a login that was begun comes to its end.
 */
export function goOnSigningIn(
  load: Load,
  fleet: Fleet,
  sandbox: Sandbox,
  viewer: string,
  person: 0 | 1,
): void {
  const token = fleet.tokens[viewer]!;
  const { people, role } = pairOf(sandbox.organization);
  const userName = people[person]!;
  const ask = (query: string, variables = {}) =>
    insist(load, () => askAt(fleet.balancer.port, token, query, variables));

  load.goOn(`${viewer} signing in`, async () => {
    for (let round = 0; !load.isOver; round++) {
      const begun = await ask('mutation { login(input: { forceRefresh: true }) { id state userCode } }');
      if (!begun) return;
      if (begun.code !== undefined) {
        load.problems.push(`${viewer} cannot begin to sign in: ${begun.code} ${begun.message}`);
        return;
      }
      const { id, userCode } = begun.data.login;
      load.count('logins');
      const watched = watch(load, fleet, token, id);
      await pause(500 + ((round * 1_700) % 6_000));
      await sandbox.approve(userCode, userName);
      const end = await watched;
      if (end === undefined) return;
      load.count(`logins ${end.state}`);
      if (end.state !== 'SUCCEEDED') {
        // The one way to lose one: a kill between AWS's answer and its keeping, which is told.
        load.count('logins that were lost');
        load.problems.push(
          `${new Date().toISOString()} ${viewer}'s login ${id} ended as ${end.state}: ${end.error}`,
        );
        continue;
      }
      const answer = await ask(credentialsQuery, { input: role });
      const keys = answer?.data?.roleCredentials;
      if (answer && !keys)
        load.problems.push(`${viewer} gets no credentials: ${answer.code} ${answer.message}`);
      if (keys && (await ownerOf(sandbox.url, { ...keys, expiresAt: 0 })) !== userName)
        load.problems.push(`${viewer} got somebody else's credentials`);
      const out = await ask('mutation { logout { signedOut } }');
      if (!out) return;
      const session = await ask('{ session { state } }');
      if (session && session.data?.session.state !== 'SIGNED_OUT')
        load.problems.push(`${viewer} signed out and is ${JSON.stringify(session)}`);
      load.count('sign-ins');
    }
  });
}

/** Until its end, over as many connections as it takes. */
async function watch(load: Load, { balancer }: Fleet, token: string, id: string) {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const url = `http://127.0.0.1:${balancer.port}/graphql`;
    const client = createClient({ url, headers: { Authorization: `Bearer ${token}` }, retryAttempts: 0 });
    try {
      for await (const { data } of client.iterate({ query: watchQuery, variables: { id } })) {
        const login = (data as any)?.loginStatus;
        if (login && login.state !== 'PENDING') return login as { state: string; error: string | null };
      }
    } catch {
      load.count('broken watches');
    } finally {
      client.dispose();
    }
    await pause(200);
  }
  load.problems.push(`a login has not ended within ${patienceMs / 1_000} s`);
  return undefined;
}
