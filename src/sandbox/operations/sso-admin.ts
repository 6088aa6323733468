import type { Operations } from '../models/sso-admin.generated.ts';
import type { Handlers } from './call.ts';
import { accessControlAttributes } from './sso-admin/access-control-attributes.ts';
import { assignments } from './sso-admin/assignments.ts';
import { instances } from './sso-admin/instances.ts';
import { permissionSets } from './sso-admin/permission-sets.ts';
import { policies } from './sso-admin/policies.ts';
import { provisioning } from './sso-admin/provisioning.ts';
import { tags } from './sso-admin/tags.ts';

export const ssoAdmin: Handlers<Operations> = {
  ...instances,
  ...accessControlAttributes,
  ...permissionSets,
  ...policies,
  ...tags,
  ...provisioning,
  ...assignments,
};
