import type { Operations } from '../../models/organizations.generated.ts';
import type { Handlers } from '../call.ts';
import { arnOf } from './rows.ts';

const policyTypes = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] as const;

export const organization = {
  DescribeOrganization(_input, call) {
    const { organizationId, managementAccountId } = call.organization;
    const email = call.organization.account(managementAccountId)?.email;
    return {
      Organization: {
        Id: organizationId,
        Arn: arnOf('organization', [organizationId], call),
        FeatureSet: 'ALL',
        MasterAccountArn: arnOf('account', [organizationId, managementAccountId], call),
        MasterAccountId: managementAccountId,
        ...(email !== undefined && { MasterAccountEmail: email }),
        AvailablePolicyTypes: policyTypes,
      },
    };
  },

  ListRoots(_input, call) {
    const { organizationId, root } = call.organization;
    const { rows, next } = call.page([root], ({ id }) => id);
    return {
      Roots: rows.map(({ id, name }) => ({
        Id: id,
        Arn: arnOf('root', [organizationId, id], call),
        Name: name,
        PolicyTypes: policyTypes,
      })),
      ...next,
    };
  },
} satisfies Partial<Handlers<Operations>>;
