import fc from 'fast-check';
import { anybody } from '../../reading/read-scope.ts';
import { ifAllowed, walk, type Question } from './walk.ts';
import type { TestReader, World } from './worlds.ts';

const dayMs = 86_400_000;

/** Sizes that have at least one of everything; users now and then of more than a page. */
export const sizes = fc.record({
  seed: fc.nat(),
  accounts: fc.integer({ min: 2, max: 30 }),
  permissionSets: fc.integer({ min: 1, max: 8 }),
  users: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 3, max: 40 }) },
    { weight: 1, arbitrary: fc.integer({ min: 101, max: 210 }) },
  ),
  groups: fc.integer({ min: 1, max: 10 }),
  isStrange: fc.boolean(),
  ticks: fc.constant(false),
  emptyPages: fc.constant(false),
});

/** Reads everything in every way, with all that the question asks for, and lets all of it become too old to answer with. */
export async function measure(world: World, reader: TestReader, question: Question): Promise<void> {
  const { ask, instance } = reader;
  const list = { first: 1_000, withTotalCount: false };
  for (const type of ['USER', 'GROUP'] as const) await instance.listPrincipals({ type }, list, anybody);
  await instance.listTargets({ type: 'AWS_ACCOUNT' }, list, anybody);
  const sets = await instance.listPermissionSets({}, list, anybody);
  await instance.permissionSets(sets.rows, 0, anybody);
  for (const strategy of ['BY_ACCOUNT', 'BY_PERMISSION_SET'] as const)
    await ask({ first: 1_000, withTotalCount: true, maxAgeMs: 0, strategy });
  const whole = { ...question, first: 1_000 };
  await ifAllowed(whole, () => walk(reader, whole));
  const held = { ...whole, maxAgeMs: 0, strategy: 'BY_PRINCIPAL' } as const;
  await ifAllowed(held, () => walk(reader, held));
  forget(world);
}

/** Whatever was read is too old from now on. */
export function forget(world: World): void {
  world.pass(2 * dayMs);
}
