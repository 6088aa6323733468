import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { rpcServices } from '../../src/sandbox/services.ts';
import { valuesOf } from './any-values.ts';
import { rawCall } from './aws-clients.ts';
import type { RawAnswer } from './aws-clients.ts';
import { departures } from './model-conformance.ts';

const otherTexts = [
  'UserName',
  'userName',
  'displayName',
  'emails.value',
  'constructor',
  'PT1H',
  'A name',
  '000000000000',
  'ou-zzzz-00000000',
  'r-zzzz',
  'd-0000000000',
  '',
  'x'.repeat(300),
  '11111111-2222-3333-4444-555555555555',
  'car-0123456789',
  '{"Statement":[]}',
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws:iam::aws:policy/job-function/Billing',
  'DeveloperGuardrails',
  '/developers/',
  'team',
  'sso.amazonaws.com',
];

/** Ids that exist, and some that do not: with both, requests reach every branch. */
function knownTexts({ organization }: Sandbox): readonly string[] {
  const groups = organization.groups().slice(0, 5);
  const [unit] = organization.organizationalUnits();
  return [
    organization.instanceArn,
    // So often, because every UUID could be one, and nothing of the store is reached with another.
    ...Array.from({ length: 60 }, () => organization.identityStoreId),
    organization.root.id,
    organization.managementAccountId,
    ...organization.accounts().flatMap(({ id, email }) => [id, email]),
    unit!.id,
    // Several of each, because the requests delete some.
    ...organization
      .users()
      .slice(0, 5)
      .flatMap(({ userId, userName }) => [userId, userName]),
    ...groups.flatMap(({ groupId, displayName }) => [groupId, displayName]),
    ...organization.permissionSets().map(({ arn }) => arn),
    ...organization
      .membershipsOfGroup(groups[0]!.groupId)
      .slice(0, 5)
      .map(({ membershipId }) => membershipId),
    ...otherTexts,
  ];
}

/** AWS's own departure from its model, for a permission set without an inline policy. */
const emptyInlinePolicy = '$.InlinePolicy: a string of another length, but got ""';

function problemsOf(
  serviceName: string,
  operation: string,
  { status, json, text }: RawAnswer,
): readonly string[] {
  const { model } = rpcServices.find(({ name }) => name === serviceName)!;
  const { output, errors } = model.operations[operation]!;
  if (status === 200) {
    const found = output === undefined ? [] : departures(model, output, json);
    return found.filter((departure) => departure !== emptyInlinePolicy);
  }
  const { __type: type, ...members } = json;
  if (status !== 400) return [`HTTP ${status}: ${text}`];
  if (type === 'SerializationException') return [];
  return errors.includes(String(type)) ? departures(model, String(type), members) : [`not modelled: ${text}`];
}

describe('any request that a client sends', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, accounts: 12, users: 30, groups: 5, permissionSets: 6 });
  });
  afterAll(() => sandbox.close());

  it('is answered in the shape, or refused with an error, that its operation is modelled with', async () => {
    const texts = knownTexts(sandbox);
    const requests = rpcServices.flatMap(({ name, model }) =>
      // One that demands a VPC endpoint would end what all others can reach.
      Object.entries(model.operations).flatMap(([operation, { input }]) =>
        operation === 'UpdateIdentityStore'
          ? []
          : fc.record({
              service: fc.constant(name),
              operation: fc.constant(operation),
              input: input === undefined ? fc.constant({}) : valuesOf(model, input, texts),
            }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...requests), async ({ service, operation, input }) => {
        const answer = await rawCall(sandbox.url, `${service}:${operation}`, input);
        expect(problemsOf(service, operation, answer)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    const answered = sandbox.calls().filter(({ error }) => error === undefined);
    expect(answered.length, 'enough of the requests were sensible').toBeGreaterThan(300);
  });
});
