import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { awsClients, failureOf } from './aws-clients.ts';

const callerIdentity = new GetCallerIdentityCommand({});

function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=anyone/20260101/us-east-1/${service}/aws4_request, Signature=00`;
}

describe('the caller', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ throttle: false });
  });
  afterAll(() => sandbox.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(sandbox.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: signedFor('sts'),
        ...headers,
      },
      body,
    });

  it('is a user of the management account', async () => {
    const { managementAccountId } = sandbox.organization;
    const identity = await awsClients(sandbox.url, 'eu-west-1').sts.send(callerIdentity);
    expect(identity).toMatchObject({
      Account: managementAccountId,
      Arn: `arn:aws:iam::${managementAccountId}:user/sandbox`,
      UserId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/),
      $metadata: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  it('is a user of the delegated administrator in that mode', async () => {
    await using delegated = await startSandbox({ modes: { delegatedAdministrator: true } });
    const { Account } = await awsClients(delegated.url).sts.send(callerIdentity);
    expect(Account).toBe(delegated.organization.delegatedAdministratorId);
    expect(Account).not.toBe(delegated.organization.managementAccountId);
  });

  it('is answered in XML, with the request id of the header', async () => {
    const answer = await post('Action=GetCallerIdentity&Version=2011-06-15');
    expect(answer.headers.get('content-type')).toBe('text/xml');
    const text = await answer.text();
    expect(text).toMatch(/^<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>/);
    expect(text).toContain(`<RequestId>${answer.headers.get('x-amzn-requestid')}</RequestId>`);
  });

  it.each([
    ['Action=AssumeRole&Version=2011-06-15', {}, 400, 'InvalidAction'],
    ['Action=constructor&Version=2011-06-15', {}, 400, 'InvalidAction'],
    ['Action=GetCallerIdentity&Version=2010-05-08', {}, 400, 'InvalidAction'],
    ['Action=%3C%26&Version=2011-06-15', {}, 400, 'InvalidAction'],
    ['', {}, 400, 'InvalidAction'],
    ['Action=GetCallerIdentity&Version=2011-06-15', { authorization: '' }, 403, 'IncompleteSignature'],
    [
      'Action=GetCallerIdentity&Version=2011-06-15',
      { authorization: signedFor('sso') },
      403,
      'InvalidSignature',
    ],
  ])('is not told to %s with %j', async (body, headers, status, code) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toContain(`<Type>Sender</Type><Code>${code}</Code>`);
    expect(text).not.toContain('<&');
  });

  it('is counted, and is refused by the faults that are planted', async () => {
    sandbox.reset();
    const remove = sandbox.faults.add({
      operation: 'sts:GetCallerIdentity',
      fault: { error: 'ExpiredToken', message: 'Too <old>', status: 403 },
    });
    const error = await failureOf(awsClients(sandbox.url).sts.send(callerIdentity));
    remove();
    expect(error).toMatchObject({
      name: 'ExpiredToken',
      message: 'Too <old>',
      $metadata: { httpStatusCode: 403 },
    });
    expect(sandbox.counts()).toEqual({ 'sts:GetCallerIdentity': 1 });
    expect(sandbox.calls()[0]).toMatchObject({ error: 'ExpiredToken', input: {} });
  });
});
