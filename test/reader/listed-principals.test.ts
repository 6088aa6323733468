import { expect, test } from 'vitest';
import { principalsKey } from '../../src/mirror/keys.ts';
import { Mirror } from '../../src/mirror/mirror.ts';
import { ListedPrincipals } from '../../src/reader/facts/listed-principals.ts';
import { run } from '../../src/reading/coroutine.ts';
import { takeTurn } from '../../src/reading/turns.ts';
import { asker } from '../reading/read-scope.ts';

const enabledUsers = { type: 'USER', enabled: true } as const;

function list(mirror: Mirror, readAt: number, enabled: readonly boolean[]): void {
  const facts = enabled.map((is, n) => ({
    principalType: 'USER' as const,
    principalId: `user-${n}`,
    name: `user-${n}`,
    displayName: null,
    email: null,
    description: null,
    enabled: is,
  }));
  mirror.apply({ key: principalsKey('USER'), readAt, facts });
}

/** Work of this request that comes next waits until others had their turn. */
async function worksLong(scope: Parameters<typeof takeTurn>[0]): Promise<void> {
  await takeTurn(scope);
  const until = performance.now() + 15;
  while (performance.now() < until);
}

test('a list of users that comes home between two turns of judging is judged as a whole, and not the one before', async () => {
  const mirror = new Mirror();
  const listed = new ListedPrincipals(mirror);
  const { scope } = asker();
  list(mirror, 5, [true, false, true]);
  await worksLong(scope);
  const judged = run(listed.judge(enabledUsers, scope));
  expect(judged).toBeInstanceOf(Promise);
  list(mirror, 6, [false, true]);
  await judged;
  expect(listed.fitting(enabledUsers)).toEqual(new Set(['USER/user-1']));
});

test('users are listed in turns, and once for each list', async () => {
  const mirror = new Mirror();
  const listed = new ListedPrincipals(mirror);
  const { scope } = asker();
  list(mirror, 5, [true, false, true]);
  await worksLong(scope);
  await run(listed.judge(enabledUsers, scope));
  const users = listed.of('USER');
  expect(users.map(({ principalId }) => principalId)).toEqual(['user-0', 'user-1', 'user-2']);
  expect(listed.fitting(enabledUsers)).toEqual(new Set(['USER/user-0', 'USER/user-2']));
  expect(listed.of('USER')).toBe(users);
});
