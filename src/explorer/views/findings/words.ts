/** What each finding means and what to do about it, in a few words: docs/findings.md has the definitions. */
interface Words {
  readonly meaning: string;
  readonly remedy: string;
}

const words: Readonly<Record<string, Words>> = {
  DISABLED_USER_HOLDS_ACCESS: {
    meaning: 'The identity store has them disabled, and a grant names them, or a group that they are in.',
    remedy: 'Take away their assignments and memberships: enabled again, they hold all of it again.',
  },
  DELETED_PRINCIPAL_HOLDS_ACCESS: {
    meaning: 'The identity store does not have them any more, and assignments still name them.',
    remedy: 'Delete the assignments. They let nobody in, and make every review longer.',
  },
  PERMISSION_SET_NOT_UP_TO_DATE: {
    meaning: 'They were changed after they were provisioned: some accounts have what they were before.',
    remedy: 'Provision them again. Until then a policy that was tightened is not tightened there.',
  },
  ASSIGNMENT_NAMES_USER: {
    meaning: 'They give a permission set to a user directly, not to a group.',
    remedy: 'Give it to a group instead: what a group holds ends when somebody leaves it.',
  },
  ASSIGNMENT_ON_CLOSED_ACCOUNT: {
    meaning: 'The account is suspended, closed or about to be.',
    remedy: 'Delete them, unless the account is to be opened again: all of them would come back.',
  },
  ENTITLEMENT_ON_CLOSED_ACCOUNT: {
    meaning: 'Account access manager gives a role of an account that is suspended, closed or about to be.',
    remedy: 'Delete them, unless the account is to be opened again.',
  },
  PERMISSION_SET_USED_NOWHERE: {
    meaning: 'No assignment gives them to anybody, wherever they are provisioned.',
    remedy: 'Delete them, or assign them: what nobody holds nobody reviews.',
  },
  ACCOUNT_THAT_NOBODY_CAN_ENTER: {
    meaning: 'No grant lets anybody in, or only to groups that have no members.',
    remedy: 'Give somebody access, or close them. The root user and roles of their own are not seen here.',
  },
};

/** A gateway may have findings that this page does not know: these speak for themselves by their titles. */
export function wordsOf(type: string): Words | undefined {
  return words[type];
}
