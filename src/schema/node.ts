import { isAccountId } from '../resolvers/target.ts';
import {
  Account,
  Assignment,
  Group,
  Instance,
  NodeInterface,
  OrganizationalUnit,
  PermissionSet,
  User,
} from './refs.ts';

NodeInterface.implement({
  resolveType: (node) => {
    if (!('reader' in node)) return Instance;
    if ('permissionSetArn' in node) return Assignment;
    if ('arn' in node) return PermissionSet;
    if ('targetId' in node) return isAccountId(String(node.targetId)) ? Account : OrganizationalUnit;
    return 'principalType' in node && node.principalType === 'USER' ? User : Group;
  },
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque and stable: the instance and the natural key, never a database row number.',
      resolve: () => {
        throw new Error('Each type answers its id itself');
      },
    }),
  }),
});
