import { isAccountId } from '../../resolvers/nodes/target.ts';
import {
  Account,
  Assignment,
  Entitlement,
  Group,
  Instance,
  NodeInterface,
  OrganizationalUnit,
  PermissionSet,
  User,
} from '../refs.ts';
import { nodeId } from '../sentences.ts';

NodeInterface.implement({
  description: 'A thing with an id, by which it can be asked for again.',
  resolveType: (node) => {
    if (!('reader' in node)) return Instance;
    if ('permissionSetArn' in node) return Assignment;
    if ('entitlementId' in node) return Entitlement;
    if ('arn' in node) return PermissionSet;
    if ('targetId' in node) return isAccountId(String(node.targetId)) ? Account : OrganizationalUnit;
    return 'principalType' in node && node.principalType === 'USER' ? User : Group;
  },
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: nodeId,
      resolve: () => {
        throw new Error('Each type answers its id itself');
      },
    }),
  }),
});
