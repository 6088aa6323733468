import { filtering, option } from './option.ts';
import { flag, several } from './values.ts';

/** Which assignments an export is about. */
export const filterOptions = {
  principalFilter: option(
    {
      ...filtering,
      flags: '--principal <id|name>',
      description: 'Only assignments of this user or group.',
    },
    several('an id or a name'),
  ),
  userFilter: option(
    { ...filtering, flags: '--user <id|name>', description: 'Only assignments of this user.' },
    several('an id or a user name'),
  ),
  groupFilter: option(
    { ...filtering, flags: '--group <id|name>', description: 'Only assignments of this group.' },
    several('an id or a display name'),
  ),
  permissionSetFilter: option(
    {
      ...filtering,
      flags: '--permission-set <id|name>',
      description: 'Only of this permission set: its ARN, ssoins-…/ps-…, ps-… or name.',
    },
    several('an ARN, an id or a name'),
  ),
  accountFilter: option(
    { ...filtering, flags: '--account <id|name>', description: 'Only on this account.' },
    several('an account id or a name'),
  ),
  accountNameFilter: option(
    {
      ...filtering,
      flags: '--account-name <name>',
      description: 'Only on the account of this name, even if that looks like an id.',
    },
    several('the name of an account'),
  ),
  ouFilter: option(
    {
      ...filtering,
      flags: '--ou <id>',
      description: 'Only on accounts of this organizational unit or root, besides those of --account.',
    },
    several('the id of an OU (ou-…) or a root (r-…)', (value) => /^(?:ou|r)-/.test(value)),
  ),
  recursive: option(
    { ...filtering, flags: '--recursive', description: 'With --ou: also the accounts of units below it.' },
    flag().optional(),
  ),
  nameFilter: option(
    {
      ...filtering,
      flags: '--name <pattern>',
      description:
        'Only where this regular expression (RE2) is found in the name of the principal, the permission set or the account.',
    },
    several('a regular expression'),
  ),
};
