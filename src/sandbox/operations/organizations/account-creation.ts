import { randomUUID } from 'node:crypto';
import type { Operations } from '../../models/organizations.generated.ts';
import { OrganizationError } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import type { AccountCreation } from '../pending-writes.ts';
import { tagOf } from '../tag-rows.ts';

type CreationRow = NonNullable<Operations['CreateAccount']['output']['CreateAccountStatus']>;

export const accountCreation = {
  CreateAccount(input, call) {
    const requestId = `car-${randomUUID().replaceAll('-', '')}`;
    const write: AccountCreation = {
      kind: 'account creation',
      name: input.AccountName,
      requestedAt: call.now(),
      outcome: createAccount(input, call),
    };
    call.pendingWrites.add(requestId, write);
    return { CreateAccountStatus: creationRow(requestId, write, false) };
  },

  DescribeCreateAccountStatus(input, call) {
    const requestId = input.CreateAccountRequestId;
    const described = call.pendingWrites.describe('account creation', requestId);
    if (described === undefined) {
      throw new WireError('CreateAccountStatusNotFoundException', `There is no request ${requestId}.`);
    }
    return { CreateAccountStatus: creationRow(requestId, described.write, described.isSettled) };
  },

  ListCreateAccountStatus(input, call) {
    const statuses = call.pendingWrites
      .list('account creation')
      .map(({ requestId, write, isSettled }) => creationRow(requestId, write, isSettled))
      .filter(({ State: state }) => state && (input.States?.includes(state) ?? true));
    const { rows, next } = call.page(statuses, ({ Id: id = '' }) => id);
    return { CreateAccountStatuses: rows, ...next };
  },
} satisfies Partial<Handlers<Operations>>;

/** An email that is taken is no error of CreateAccount: the request is accepted, and fails. */
function createAccount(
  { AccountName: name, Email: email, Tags: tags = [] }: Operations['CreateAccount']['input'],
  { organization }: Call,
): AccountCreation['outcome'] {
  try {
    const { id } = organization.createAccount({ name, email });
    if (tags.length > 0) organization.organizationTags.tag(id, tags.map(tagOf));
    return { accountId: id };
  } catch (error) {
    if (!(error instanceof OrganizationError && error.kind === 'CONFLICT')) throw error;
    return { failureReason: 'EMAIL_ALREADY_EXISTS' };
  }
}

function creationRow(requestId: string, write: AccountCreation, isSettled: boolean): CreationRow {
  const row = { Id: requestId, AccountName: write.name, RequestedTimestamp: write.requestedAt };
  if (!isSettled) return { ...row, State: 'IN_PROGRESS' };
  const completed = { ...row, CompletedTimestamp: write.requestedAt };
  return 'accountId' in write.outcome
    ? { ...completed, State: 'SUCCEEDED', AccountId: write.outcome.accountId }
    : { ...completed, State: 'FAILED', FailureReason: write.outcome.failureReason };
}
