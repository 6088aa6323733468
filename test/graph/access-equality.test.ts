import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { gatewayOn } from '../gateway/gateway-on-sandbox.ts';
import { settings } from '../properties.ts';
import { organizations } from './organizations.ts';
import { readWorld, type World } from './world.ts';

const operations = [
  'sso-admin:ListAccountAssignmentsForPrincipal',
  'sso-admin:ListAccountAssignments',
  'sso-admin:ListPermissionSetsProvisionedToAccount',
  'identitystore:ListGroupMembershipsForMember',
];
const questions = fc.record({
  user: fc.nat(999),
  account: fc.nat(999),
  /** What AWS fails to answer meanwhile. */
  faults: fc.uniqueArray(
    fc.oneof(
      fc.record({
        operation: fc.constantFrom(...operations),
        error: fc.constantFrom('AccessDeniedException', 'InternalServerException'),
      }),
      // Of the others it would be an answer: that this is gone.
      fc.constant({ operation: operations[0]!, error: 'ResourceNotFoundException' }),
    ),
    { maxLength: 2, selector: ({ operation }) => operation },
  ),
  maxAge: fc.constantFrom('PT1H', 'PT0S'),
  /** A gateway that has read nothing yet. */
  isCold: fc.boolean(),
});

const query = `query ($user: String!, $accountId: String!, $maxAge: Duration) {
  principal(by: { principalId: $user }) {
    ... on User {
      access(target: { accountId: $accountId }, maxAge: $maxAge) {
        allowed
        paths { permissionSet { arn } via { principalId } assignment { principal { principalId } target { targetId } } }
        completeness { complete failures { code } }
      }
    }
  }
}`;

const property = fc.asyncProperty(
  organizations,
  fc.boolean(),
  fc.array(questions, { minLength: 6, maxLength: 10 }),
  async ({ shape, modes, ...options }, delegatedAdministrator, asked) => {
    await using open = await startSandbox({ throttle: false, ...options, modes });
    shape(open.organization);
    const world = await readWorld(open);
    const { organization } = open;
    await using sandbox = await startSandbox({
      throttle: false,
      organization,
      modes: { ...modes, delegatedAdministrator },
    });
    await using warm = await gatewayOn(sandbox);
    const users = [...new Set([...world.principals, ...holdersOf(world)].filter(isUser).map(({ id }) => id))];
    for (const { user: nth, account: nthAccount, faults, maxAge, isCold } of asked) {
      const user = users[nth % users.length];
      const account = world.accounts[nthAccount % world.accounts.length];
      if (user === undefined || account === undefined) continue;
      await using cold = isCold ? await gatewayOn(sandbox) : undefined;
      for (const { operation, error } of faults) sandbox.faults.add({ operation, fault: { error } });
      const variables = { user, accountId: account.id, maxAge };
      const { data, errors } = await (cold ?? warm).ask(query, variables);
      sandbox.faults.clear();
      if (!data?.principal) {
        expectAbsent(errors, world, user);
        continue;
      }
      expectAccess(data.principal.access, errors, world, user, account.id);
      // A warm gateway remembers refusals for a while.
      const isOpen = !delegatedAdministrator || account.id !== organization.managementAccountId;
      if (isOpen && isCold && faults.length === 0) expectComplete(data.principal.access);
    }
  },
);

it('the users who enter each account of random organizations, and their paths, are those that the SDK reads', async () => {
  await expect(fc.assert(property, settings(13))).resolves.toBeUndefined();
}, 600_000);

function expectAccess(
  { allowed, paths, completeness }: any,
  errors: unknown,
  world: World,
  user: string,
  accountId: string,
): void {
  expect(errors).toBeUndefined();
  const shown = paths.map(({ permissionSet, via, assignment }: any) => {
    expect(assignment.target.targetId).toBe(accountId);
    expect(via?.principalId ?? user).toBe(assignment.principal.principalId);
    return [permissionSet.arn, via?.principalId ?? ''].join(' ');
  });
  const truth = truthOf(world, user, accountId);
  if (completeness.complete) expect(shown).toEqual(truth);
  else expect(truth).toEqual(expect.arrayContaining(shown));
  expect(allowed).toBe(shown.length > 0 ? true : completeness.complete ? false : null);
}

/** Nobody there: the directory does not have the user, or something failed. */
function expectAbsent(errors: unknown, { principals }: World, user: string): void {
  if (principals.some(({ id }) => id === user))
    expect(errors).toEqual([expect.objectContaining({ path: ['principal'] })]);
}

function expectComplete({ completeness }: any): void {
  expect(completeness).toEqual({ complete: true, failures: [] });
}

/** Permission set and group of each path, in the order of the graph. */
function truthOf({ assignments, memberships }: World, userId: string, accountId: string): string[] {
  const groups = new Set(memberships.filter((one) => one.userId === userId).map(({ groupId }) => groupId));
  return assignments
    .filter((row) => row.accountId === accountId)
    .filter(({ type, principalId }) => (type === 'USER' ? principalId === userId : groups.has(principalId)))
    .map(({ arn, type, principalId }) => `${arn} ${type === 'USER' ? '' : principalId}`)
    .toSorted((one, other) => (one < other ? -1 : 1));
}

function holdersOf({ assignments }: World) {
  return assignments.map(({ type, principalId: id }) => ({ type, id }));
}

function isUser({ type }: { readonly type: string }): boolean {
  return type === 'USER';
}
