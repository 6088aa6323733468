import { expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import {
  checkInstanceArn,
  checkPrincipalId,
  isAccountId,
  isParentId,
  permissionSetArn,
} from '../../../src/reader/filter/ids.ts';
import { parseFilter } from '../../../src/reader/filter/parse.ts';

const instance = 'arn:aws-us-gov:sso:::instance/ssoins-0123456789abcdef';
const arn = 'arn:aws-us-gov:sso:::permissionSet/ssoins-0123456789abcdef/ps-fedcba9876543210';

/** What is wrong with an id of a target. */
function targetProblem(id: string): string {
  const { message } = refusal(() => parseFilter({ target: { ids: [id] } }, instance));
  return message.replace(/^filter\.target\.ids\[0\]: /, '');
}

function refusal(attempt: () => unknown): {
  readonly code: string;
  readonly message: string;
  readonly argument: unknown;
} {
  try {
    attempt();
  } catch (error) {
    if (error instanceof GatewayError)
      return { code: error.code, message: error.message, argument: error.details['argument'] };
    throw error;
  }
  throw new Error('It was accepted');
}

test('a permission set is named by its ARN, by both its ids, or by its own', () => {
  for (const id of [arn, 'ssoins-0123456789abcdef/ps-fedcba9876543210', 'ps-fedcba9876543210'])
    expect(permissionSetArn(id, instance, 'ids')).toBe(arn);
});

test.each([
  'ReadOnly',
  'ps-short',
  '',
  `${arn} `,
  'ps-fedcba9876543210\n',
  'arn:aws:iam::123456789012:role/x',
])('%j is no permission set', (id) => {
  expect(refusal(() => permissionSetArn(id, instance, 'filter.permissionSet.ids[0]'))).toEqual({
    code: 'BAD_INPUT',
    message: `filter.permissionSet.ids[0]: ${JSON.stringify(id)} is no permission set: give its ARN, ssoins-…/ps-… or ps-…, or filter by name`,
    argument: 'filter.permissionSet.ids[0]',
  });
});

test.each([
  'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-fedcba9876543210',
  'arn:aws-us-gov:sso:::permissionSet/ssoins-1111111111111111/ps-fedcba9876543210',
  'ssoins-1111111111111111/ps-fedcba9876543210',
])('%s belongs to another instance', (id) => {
  expect(refusal(() => permissionSetArn(id, instance, 'ids')).message).toBe(
    `ids: "${id}" belongs to another instance than ${instance}`,
  );
});

test.each(['11111111-2222-3333-4444-555555555555', '0123456789-11111111-2222-3333-4444-55555555555A'])(
  '%s is an id of a principal',
  (id) => expect(checkPrincipalId(id, 'ids')).toBe(id),
);

test.each([
  'anna@example.com',
  '',
  '11111111222233334444555555555555',
  '11111111-2222-3333-4444-55555555555g',
])('%j is no id of a principal', (id) => {
  expect(refusal(() => checkPrincipalId(id, 'filter.principal.ids[3]'))).toEqual({
    code: 'BAD_INPUT',
    message: `filter.principal.ids[3]: ${JSON.stringify(id)} is no user or group id of an identity store (a UUID, with or without 10 hex digits and a hyphen before it)`,
    argument: 'filter.principal.ids[3]',
  });
});

test('accounts have 12 digits, OUs and roots their prefixes', () => {
  expect(
    ['000000000001', '00000000001', '0000000000012', '12345678901a', '١٢٣٤٥٦٧٨٩٠١٢'].map(isAccountId),
  ).toEqual([true, false, false, false, false]);
  expect(['ou-ab12-12345678', 'r-ab12', 'ou-ab12', 'r-', 'R-AB12', '000000000001'].map(isParentId)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('an account id that lost its zeros is told where they belong', () => {
  expect(targetProblem('12345678901')).toBe(
    '"12345678901" has 11 digits, but an account id has 12: were leading zeros lost? Try "012345678901"',
  );
  expect(targetProblem('123456789')).toContain('Try "000123456789"');
});

test('a text that is no target at all is refused with what one looks like', () => {
  for (const id of ['Production', '12345678', '1234567890123'])
    expect(targetProblem(id)).toBe(
      `"${id}" is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)`,
    );
});

test('a long or many-lined value is shown short and on one line', () => {
  expect(targetProblem(`${'x'.repeat(200)}`)).toBe(
    `"${'x'.repeat(100)}…" is neither an account id (12 digits) nor an OU id (ou-…) nor a root id (r-…)`,
  );
  expect(targetProblem('a\nb')).toContain('"a\\nb"');
});

test('an instance is named by its ARN, of any partition', () => {
  expect(checkInstanceArn(instance, 'instanceArn')).toBe(instance);
  expect(refusal(() => checkInstanceArn('ssoins-0123456789abcdef', 'instanceArn')).message).toBe(
    'instanceArn: "ssoins-0123456789abcdef" is no instance ARN (arn:aws:sso:::instance/ssoins-…)',
  );
});
