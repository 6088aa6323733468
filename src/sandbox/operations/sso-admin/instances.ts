import type { Operations } from '../../models/sso-admin.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import { isServed } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import { isHere, notHere } from './guards.ts';

type InstanceRow = NonNullable<Operations['ListInstances']['output']['Instances']>[number];

export const instances = {
  ListInstances(_input, call) {
    // Another Region answers with an empty list, not with an error.
    const instances = isServed(call) ? [instanceRow(call)] : [];
    const { rows, next } = call.page(instances, () => call.organization.instanceArn);
    return { Instances: rows, ...next };
  },

  DescribeInstance(input, call) {
    // The only operation on an instance whose model has no ResourceNotFoundException.
    if (!isHere(input.InstanceArn, call))
      throw new WireError('AccessDeniedException', notHere(input.InstanceArn));
    const { PrimaryRegion: _primary, Regions: _regions, ...described } = instanceRow(call);
    return {
      ...described,
      EncryptionConfigurationDetails: { KeyType: keyType(call), EncryptionStatus: 'ENABLED' },
      PermissionSetsEnabled: !call.modes.permissionSetsDisabled,
    };
  },
} satisfies Partial<Handlers<Operations>>;

/** Additional Regions need an instance that is encrypted with a key of the customer's. */
function keyType({ modes }: Call): 'CUSTOMER_MANAGED_KEY' | 'AWS_OWNED_KMS_KEY' {
  return modes.kmsDenied || modes.replicaRegion ? 'CUSTOMER_MANAGED_KEY' : 'AWS_OWNED_KMS_KEY';
}

function instanceRow({ organization, homeRegion, replicaRegion }: Call): InstanceRow {
  const createdAt = organization.instanceCreatedAt;
  const regions = replicaRegion === undefined ? [homeRegion] : [homeRegion, replicaRegion];
  return {
    InstanceArn: organization.instanceArn,
    IdentityStoreId: organization.identityStoreId,
    OwnerAccountId: organization.managementAccountId,
    Name: organization.instanceName,
    CreatedDate: createdAt,
    Status: 'ACTIVE',
    PrimaryRegion: homeRegion,
    Regions: regions.map((name) => ({
      RegionName: name,
      Status: 'ACTIVE',
      AddedDate: createdAt,
      IsPrimaryRegion: name === homeRegion,
    })),
  };
}
