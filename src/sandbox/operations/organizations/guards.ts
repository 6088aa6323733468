import type { Account, OrganizationalUnit } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call } from '../call.ts';

export function requireAccount(accountId: string, { organization }: Call): Account {
  const account = organization.account(accountId);
  if (account === undefined) {
    throw new WireError('AccountNotFoundException', "You specified an account that doesn't exist.");
  }
  return account;
}

export function requireParent(parentId: string, { organization }: Call): void {
  if (!organization.hasParent(parentId)) {
    throw new WireError('ParentNotFoundException', "You specified parent that doesn't exist.");
  }
}

export function requireUnit(ouId: string, { organization }: Call): OrganizationalUnit {
  const unit = organization.organizationalUnit(ouId);
  if (unit === undefined) {
    throw new WireError(
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    );
  }
  return unit;
}
