import { expect, test } from 'vitest';
import { exportFilter } from '../../src/main/export/filter.ts';
import { type Flags, readConfig } from '../../src/main/options/read-config.ts';
import { parseFilter } from '../../src/reader/filter/parse.ts';

const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
const userId = '9096c94604-3cf8a26b-2913-4727-81ad-9b673a9aa132';

function filterOf(flags: Flags) {
  return exportFilter(readConfig('export', flags, {}));
}

test('without flags, everything is in reach', () => {
  expect(filterOf({})).toMatchObject({ filter: { and: [] } });
});

test.each<[string, Flags, object]>([
  ['a user by id', { userFilter: [userId] }, { principal: { type: 'USER', ids: [userId] } }],
  ['a group by name', { groupFilter: ['ops'] }, { principal: { type: 'GROUP', name: { in: ['ops'] } } }],
  ['a principal of either type', { principalFilter: ['ada'] }, { principal: { name: { in: ['ada'] } } }],
  [
    'permission sets in both id forms',
    { permissionSetFilter: ['ps-1b6ec08b50de08b2', 'ssoins-1234567890abcdef/ps-1b6ec08b50de08b2'] },
    { permissionSet: { ids: ['ps-1b6ec08b50de08b2', 'ssoins-1234567890abcdef/ps-1b6ec08b50de08b2'] } },
  ],
  [
    'a permission set whose name looks a little like an id',
    { permissionSetFilter: ['ps-platform-admins1'] },
    { permissionSet: { name: { in: ['ps-platform-admins1'] } } },
  ],
  ['an account by name', { accountFilter: ['r-and-d'] }, { target: { name: { in: ['r-and-d'] } } }],
  [
    'a root with everything below it',
    { ouFilter: ['r-1a2b'], recursive: 'true' },
    { target: { ids: ['r-1a2b'], recursive: true } },
  ],
])('%s', (_, flags, expected) => {
  expect(filterOf(flags).filter).toEqual({ and: [{ or: [expected] }] });
});

test.each<[Flags, RegExp]>([
  [{ accountFilter: ['payments', '12345678901'] }, /^--account: "12345678901" has 11 digits/],
  [
    { accountFilter: ['8503-0287-3955'] },
    /^--account: .+ has 12 digits and nothing between them: try "850302873955"$/,
  ],
  [{ accountFilter: ['8503 0287 39555'] }, /^--account: .+ is neither an account id \(12 digits\)/],
  [{ userFilter: [userId.slice(0, -1)] }, /^--user: .+ is no user or group id .+ \(a UUID/],
  [{ permissionSetFilter: ['arn:aws:sso:::permissionSet/x'] }, /^--permission-set: /],
  [
    { permissionSetFilter: ['ps-1b6ec08b50de08b'] },
    /^--permission-set: .+ give its ARN, ssoins-…\/ps-… or ps-…/,
  ],
  [
    { permissionSetFilter: ['ssoins-1234567890abcdef/AdministratorAccess'] },
    /^--permission-set: .+ give its ARN/,
  ],
  [
    { permissionSetFilter: ['ssoins-0000000000000000/ps-1b6ec08b50de08b2'] },
    /^--permission-set: .+ belongs to another instance/,
  ],
  [{ groupFilter: ['a'], nameFilter: ['ok', '('] }, /^--name: this is not an RE2 regular expression/],
  [{ ouFilter: ['ou-x'] }, /^--ou: "ou-x" is neither/],
])('%j is refused by the name of its flag', (flags, expected) => {
  const { filter, explain } = filterOf(flags);
  const refusal = () => {
    try {
      parseFilter(filter, instanceArn);
    } catch (error) {
      throw explain(error);
    }
  };
  expect(refusal).toThrow(expected);
});

test('other errors stay what they are', () => {
  const error = new Error('no such thing');
  expect(filterOf({}).explain(error)).toBe(error);
});
