import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PrincipalFilterInput, TargetFilterInput } from '../../src/reader/filter/input.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Fact } from '../gateway/brute-force.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { holds } from '../gateway/naive-filter.ts';
import { permissionSet, principal, target } from '../gateway/random-filter.ts';
import { expectList, inOrder, type ListQuery } from './list-of.ts';
import { settings } from '../properties.ts';
import { organizations } from './organizations.ts';
import { readWorld, type World } from './world.ts';

const pagings = fc.record({
  first: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1000 })),
  withTotalCount: fc.boolean(),
  maxAge: fc.constantFrom(undefined, 'PT0S'),
});

/** In targets(filter:) the type of OUs needs no ids. */
const anyTarget = fc
  .tuple(target, fc.constantFrom(undefined, undefined, 'AWS_OU' as const, 'AWS_ACCOUNT' as const))
  .map(([settle, type]) => (world: Parameters<typeof settle>[0]) => ({
    ...settle(world),
    ...(type && { type }),
  }));

/** Shown by what it became, not by its source. */
const shown = <T extends object>(filter: T) =>
  Object.assign(filter, { [fc.toStringMethod]: () => 'a filter' });

const questions = fc.oneof(
  fc.tuple(fc.constant('principals' as const), principal.map(shown)),
  fc.tuple(fc.constant('permissionSets' as const), permissionSet.map(shown)),
  fc.tuple(fc.constant('targets' as const), anyTarget.map(shown)),
);

const property = fc.asyncProperty(
  organizations,
  fc.array(fc.tuple(questions, pagings, fc.boolean()), { minLength: 6, maxLength: 9 }),
  async ({ shape, ...options }, asked) => {
    await using sandbox = await startSandbox({ throttle: false, ...options });
    shape(sandbox.organization);
    const world = await readWorld(sandbox);
    await using warm = await gatewayOn(sandbox);
    for (const [[field, filter], pages, isCold] of asked) {
      const settled = filter({ organization: sandbox.organization, facts: world.assignments });
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      const wanted = wantedOf[field](world, settled);
      // Pages of one are tried where they do not make hundreds of queries.
      const first = Math.max(pages.first, Math.ceil(wanted.length / 20));
      const { maxAge, ...paging } = pages;
      const list = listOf[field](settled);
      const variables = { ...list.variables, maxAge };
      await expectList(cold ?? warm, { ...list, variables }, { ...paging, first }, wanted);
    }
  },
);

it('principals, permissionSets and targets of random organizations are what the SDK reads', async () => {
  await expect(fc.assert(property, settings(13))).resolves.toBeUndefined();
}, 600_000);

type Field = 'permissionSets' | 'principals' | 'targets';

const listOf: Record<Field, (filter: object) => ListQuery> = {
  principals: (filter) => ({
    field: 'principals',
    declare: '$filter: PrincipalFilter, $maxAge: Duration',
    args: 'filter: $filter, maxAge: $maxAge',
    node: 'principalType principalId name deleted ... on User { enabled }',
    variables: { filter },
  }),
  permissionSets: (filter) => ({
    field: 'permissionSets',
    declare: '$filter: PermissionSetFilter, $maxAge: Duration',
    args: 'filter: $filter, maxAge: $maxAge',
    node: 'arn name',
    variables: { filter },
  }),
  targets: (filter) => ({
    field: 'targets',
    declare: '$filter: TargetFilter, $maxAge: Duration',
    args: 'filter: $filter, maxAge: $maxAge',
    node: 'targetType targetId name ... on Account { state }',
    variables: { filter },
  }),
};

const nobody: Fact = {
  accountId: '',
  accountName: undefined,
  accountState: undefined,
  parents: [],
  arn: '',
  setName: undefined,
  policies: [],
  tags: [],
  type: 'USER',
  principalId: '',
  principalName: undefined,
  deleted: false,
  enabled: undefined,
  displayName: undefined,
  email: undefined,
};

const wantedOf: Record<Field, (world: World, filter: any) => object[]> = {
  principals: (world, filter: PrincipalFilterInput) => {
    const orphans = new Map(
      world.assignments
        .filter(({ deleted }) => deleted)
        .map(({ type, principalId: id }) => [
          id,
          {
            type,
            id,
            name: undefined,
            displayName: undefined,
            enabled: undefined,
            email: undefined,
          },
        ]),
    );
    const deleted = filter.deleted === true;
    const all = deleted ? [...orphans.values()] : world.principals;
    const matching = all.filter(({ type, id, name, displayName, enabled, email }) =>
      holds(
        { principal: filter },
        { ...nobody, type, principalId: id, principalName: name, displayName, deleted, enabled, email },
      ),
    );
    return inOrder(matching, ({ type, id }) => `${type} ${id}`).map(({ type, id, name, enabled }) => ({
      principalType: type,
      principalId: id,
      name: name ?? null,
      deleted,
      ...(type === 'USER' && { enabled: enabled ?? null }),
    }));
  },
  permissionSets: (world, filter) =>
    inOrder(
      world.permissionSets.filter(({ name, ...set }) =>
        holds({ permissionSet: filter }, { ...nobody, ...set, setName: name }),
      ),
      ({ arn }) => arn,
    ).map(({ arn, name }) => ({ arn, name })),
  targets: (world, filter: TargetFilterInput) => {
    const accounts = filter.type === 'AWS_OU' ? [] : world.accounts;
    const units = filter.type === 'AWS_ACCOUNT' ? [] : world.units;
    const matches = (id: string, name: string | undefined, state?: string) =>
      holds({ target: filter }, { ...nobody, accountId: id, accountName: name, accountState: state });
    return [
      ...inOrder(accounts, ({ id }) => id)
        .filter(({ id, name, state }) => matches(id, name, state))
        .map(({ id, name, state }) => ({ targetType: 'AWS_ACCOUNT', targetId: id, name, state })),
      ...inOrder(units, ({ id }) => id)
        .filter(({ id, name }) => matches(id, name))
        .map(({ id, name }) => ({ targetType: 'AWS_OU', targetId: id, name })),
    ];
  },
};
