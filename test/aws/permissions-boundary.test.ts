import { expect, test } from 'vitest';
import { callOptions, fakeAws, instanceArn, permissionSetArn, type FakeAws, type Reply } from './fake-aws.ts';

const missing = (message: string): Reply => ({ error: 'ResourceNotFoundException', message });
const described: Reply = { body: { PermissionSet: { PermissionSetArn: permissionSetArn } } };

const boundaryOf = ({ aws }: FakeAws) =>
  aws.ssoAdmin.getPermissionsBoundaryForPermissionSet(instanceArn, permissionSetArn, callOptions());

/** AWS where reading the boundary comes to `boundary`, and describing the permission set to `permissionSet`. */
const answering = (boundary: Reply, permissionSet: Reply) =>
  fakeAws(({ operation }) => (operation === 'DescribePermissionSet' ? permissionSet : boundary));

for (const text of ['Permissions boundary not found', 'PermissionsBoundary does not exist.']) {
  test(`"${text}" means that there is none, without another call`, async () => {
    await using fake = await answering(missing(text), missing('unasked'));
    expect(await boundaryOf(fake)).toBeUndefined();
    expect(fake.asked).toHaveLength(1);
  });
}

for (const text of [
  '',
  'not found',
  `Permission set ${permissionSetArn} not found in GetPermissionsBoundaryForPermissionSet`,
]) {
  test(`"${text}" means that there is none only if the permission set is there`, async () => {
    await using there = await answering(missing(text), described);
    expect(await boundaryOf(there)).toBeUndefined();
    expect(there.asked.map(({ operation }) => operation)).toEqual([
      'GetPermissionsBoundaryForPermissionSet',
      'DescribePermissionSet',
    ]);

    await using gone = await answering(missing(text), missing('PermissionSet not found'));
    await expect(boundaryOf(gone)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('PermissionSet not found'),
    });
  });
}

test('whether the permission set is there must be known: a refusal to say is a failure', async () => {
  await using fake = await answering(missing(''), { error: 'AccessDeniedException' });
  await expect(boundaryOf(fake)).rejects.toMatchObject({ code: 'AWS_ACCESS_DENIED' });
});

test('a refusal to read the boundary is not the lack of one', async () => {
  await using fake = await answering({ error: 'AccessDeniedException', message: 'no boundary' }, described);
  await expect(boundaryOf(fake)).rejects.toMatchObject({ code: 'AWS_ACCESS_DENIED' });
  expect(fake.asked).toHaveLength(1);
});
