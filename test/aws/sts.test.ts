import { expect, test } from 'vitest';
import { callOptions, fakeAws, type Reply } from './fake-aws.ts';

const arn = 'arn:aws:sts::111111111111:assumed-role/gateway/session';
const identity: Reply = (response) =>
  void response.end(
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AROA:session</UserId><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
const refusal =
  (status: number, code: string, message: string): Reply =>
  (response) =>
    void response
      .writeHead(status)
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>request-1</RequestId></ErrorResponse>`,
      );

test('GetCallerIdentity tells whose the credentials are', async () => {
  await using fake = await fakeAws(() => identity, { unlimited: false });
  const options = callOptions();
  expect(await fake.aws.sts.getCallerIdentity(options)).toStrictEqual({ accountId: '111111111111', arn });
  expect(options.meter.toJSON()).toMatchObject({ byOperation: { 'sts:GetCallerIdentity': 1 } });
  expect(fake.asked[0]?.headers.authorization).toContain('/eu-west-1/sts/aws4_request');
});

test('an answer without an account cannot be used', async () => {
  await using fake = await fakeAws(
    () => (response) =>
      void response.end('<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>'),
  );
  await expect(fake.aws.sts.getCallerIdentity(callOptions())).rejects.toThrow('Account is missing');
});

for (const [status, name, code] of [
  [403, 'InvalidClientTokenId', 'AWS_CREDENTIALS'],
  [403, 'ExpiredToken', 'AWS_CREDENTIALS'],
  [403, 'SignatureDoesNotMatch', 'AWS_CREDENTIALS'],
  [400, 'Throttling', 'AWS_THROTTLED'],
  [503, 'ServiceUnavailable', 'AWS_UNAVAILABLE'],
] as const) {
  test(`${name} of STS is ${code}`, async () => {
    await using fake = await fakeAws(() => refusal(status, name, 'no'));
    await expect(fake.aws.sts.getCallerIdentity(callOptions())).rejects.toMatchObject({
      code,
      operation: 'sts:GetCallerIdentity',
      details: { awsError: name },
    });
  });
}
