import type { Operations } from '../models/organizations.generated.ts';
import type { Handlers } from './call.ts';
import { accountCreation } from './organizations/account-creation.ts';
import { accounts } from './organizations/accounts.ts';
import { organization } from './organizations/organization.ts';
import { organizationalUnits } from './organizations/organizational-units.ts';
import { services } from './organizations/services.ts';
import { tags } from './organizations/tags.ts';

export const organizations: Handlers<Operations> = {
  ...organization,
  ...accounts,
  ...accountCreation,
  ...organizationalUnits,
  ...services,
  ...tags,
};
