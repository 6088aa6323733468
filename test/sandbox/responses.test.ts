import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { rpcServices } from '../../src/sandbox/services.ts';
import { rawCall } from './aws-clients.ts';
import { departures } from './model-conformance.ts';
import { identityStoreRequests } from './requests/identity-store.ts';
import { organizationsRequests } from './requests/organizations.ts';
import type { Requests } from './requests/samples.ts';
import { ssoAdminRequests } from './requests/sso-admin.ts';

/** One valid request for every operation. Those that delete come after those that need what they delete. */
const requests: Requests = { ...ssoAdminRequests, ...identityStoreRequests, ...organizationsRequests };

describe('every answer has the shape that its model gives it', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false, emptyPages: false });
  });
  afterAll(() => sandbox.close());

  it('every operation of the models has its request here', () => {
    const modelled = rpcServices.flatMap(({ name, model }) =>
      Object.keys(model.operations).map((operation) => `${name}:${operation}`),
    );
    expect(Object.keys(requests).sort()).toEqual(modelled.sort());
  });

  it.each(Object.keys(requests))('%s', async (operation) => {
    const [serviceName, name] = operation.split(':');
    const { model } = rpcServices.find((service) => service.name === serviceName)!;
    const answer = await rawCall(sandbox.url, operation, await requests[operation]!(sandbox));
    expect(answer).toMatchObject({ status: 200 });
    const { output } = model.operations[name!]!;
    expect(output === undefined ? answer.text : departures(model, output, answer.json)).toHaveLength(0);
    // A list without rows would prove nothing of its rows.
    const emptyLists = Object.values(answer.json).filter(
      (value) => Array.isArray(value) && value.length === 0,
    );
    expect(emptyLists).toEqual([]);
  });

  it('the check of shapes sees unknown and missing members, nulls, milliseconds and foreign values', () => {
    const { model } = rpcServices.find(({ name }) => name === 'identitystore')!;
    const user = { IdentityStoreId: 'd-0123456789', CreatedAt: 1_767_225_600_000, Title: null, Extra: 1 };
    expect(departures(model, 'DescribeUserResponse', user)).toEqual([
      '$.Extra: not in DescribeUserResponse',
      '$.UserId: missing',
      '$.UserArn: missing',
      '$.Revision: missing',
      '$.CreatedAt: epoch seconds, but got 1767225600000',
      '$.Title: a string, but got null',
    ]);
    const wrongStatus = { IdentityStoreId: 'd-0123456789', UserId: 'x', UserStatus: 'GONE' };
    expect(departures(model, 'DescribeUserResponse', wrongStatus)).toHaveLength(4);
  });
});
