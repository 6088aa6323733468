import { builder } from '../builder.ts';
import { ProvisioningStatus } from '../refs.ts';

const readsGrants = 'Every assignment is read for it';

/** Of lists: what in them is granted, or grants, for which everything granted has to be known. */
export const thatHold = builder.args((t) => ({
  holdsAccess: t.boolean({
    description: `True: only those who hold something, by an assignment or entitlement that names them, or a group that they are in. False: only those who hold nothing. ${readsGrants}, and every entitlement and membership that may decide. Left out: all.`,
  }),
}));

export const thatAreAssigned = builder.args((t) => ({
  assigned: t.boolean({
    description: `True: only those that an assignment gives to somebody. False: only those that none does. ${readsGrants}. Left out: all.`,
  }),
  provisioningStatus: t.field({
    type: ProvisioningStatus,
    description:
      'Only those that are in this status in some account. AWS is asked a question for each permission set. Left out: in any, and in none.',
  }),
}));

export const thatAreEntered = builder.args((t) => ({
  entered: t.boolean({
    description: `True: only accounts for which effectiveAccess lists somebody. False: only accounts for which it lists nobody. OUs are left out of both. ${readsGrants}, and every entitlement and membership that may decide. Left out: all.`,
  }),
}));
