import type { Operations } from '../../models/organizations.generated.ts';
import { OrganizationError } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Handlers } from '../call.ts';
import { requireAccount, requireParent } from './guards.ts';
import { accountRow } from './rows.ts';

export const accounts = {
  ListAccounts(_input, call) {
    const { rows, next } = call.page(call.organization.accounts(), ({ id }) => id);
    return { Accounts: rows.map((account) => accountRow(account, call)), ...next };
  },

  DescribeAccount(input, call) {
    return { Account: accountRow(requireAccount(input.AccountId, call), call) };
  },

  ListAccountsForParent(input, call) {
    requireParent(input.ParentId, call);
    const { rows, next } = call.page(call.organization.accountsOf(input.ParentId), ({ id }) => id);
    return { Accounts: rows.map((account) => accountRow(account, call)), ...next };
  },

  MoveAccount(input, call) {
    try {
      call.organization.moveAccount(input.AccountId, input.SourceParentId, input.DestinationParentId);
    } catch (error) {
      throw conflictAs('DuplicateAccountException', error);
    }
  },

  CloseAccount({ AccountId: id }, call) {
    if (call.pendingWrites.find('account closure', id)?.isSettled === false) {
      throw new WireError('ConflictException', `Account ${id} is being closed.`);
    }
    try {
      call.organization.closeAccount(id);
    } catch (error) {
      throw conflictAs('AccountAlreadyClosedException', error);
    }
    call.pendingWrites.add(id, { kind: 'account closure' });
  },
} satisfies Partial<Handlers<Operations>>;

/** AWS has a name of its own for what each of these operations can collide with. */
function conflictAs(type: string, error: unknown): unknown {
  const isConflict = error instanceof OrganizationError && error.kind === 'CONFLICT';
  return isConflict ? new WireError(type, `${error.message}.`) : error;
}
