import type { Operations } from '../models/identitystore.generated.ts';
import type { Handlers } from './call.ts';
import { groups } from './identity-store/groups.ts';
import { memberships } from './identity-store/memberships.ts';
import { stores } from './identity-store/stores.ts';
import { users } from './identity-store/users.ts';

export const identityStore: Handlers<Operations> = {
  ...stores,
  ...users,
  ...groups,
  ...memberships,
};
