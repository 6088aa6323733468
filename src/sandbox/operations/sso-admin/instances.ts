import type { Operations } from '../../models/sso-admin.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import { isServed } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import { storeArn } from '../identity-store/arns.ts';
import { isHere, notHere } from './guards.ts';

type InstanceRow = NonNullable<Operations['ListInstances']['output']['Instances']>[number];
type RegionRow = NonNullable<Operations['ListRegions']['output']['Regions']>[number];

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
    return {
      ...instanceRow(call),
      EncryptionConfigurationDetails: { KeyType: keyType(call), EncryptionStatus: 'ENABLED' },
      PermissionSetsEnabled: !call.modes.permissionSetsDisabled,
    };
  },
  ListRegions(input, call) {
    // As of DescribeInstance, its model has no ResourceNotFoundException.
    if (!isHere(input.InstanceArn, call))
      throw new WireError('AccessDeniedException', notHere(input.InstanceArn));
    const { rows, next } = call.page(regionsOf(call), ({ RegionName: name = '' }) => name);
    return { Regions: rows, ...next };
  },
} satisfies Partial<Handlers<Operations>>;

/** Additional Regions need an instance that is encrypted with a key of the customer's. */
function keyType({ modes }: Call): 'CUSTOMER_MANAGED_KEY' | 'AWS_OWNED_KMS_KEY' {
  return modes.kmsDenied || modes.replicaRegion ? 'CUSTOMER_MANAGED_KEY' : 'AWS_OWNED_KMS_KEY';
}

function instanceRow(call: Call): InstanceRow {
  const { organization, homeRegion } = call;
  return {
    InstanceArn: organization.instanceArn,
    IdentityStoreId: organization.identityStoreId,
    IdentityStoreArn: storeArn(call),
    OwnerAccountId: organization.managementAccountId,
    Name: organization.instanceName,
    CreatedDate: organization.instanceCreatedAt,
    Status: 'ACTIVE',
    PrimaryRegion: homeRegion,
    Regions: regionsOf(call),
  };
}

function regionsOf({ organization, homeRegion, replicaRegion }: Call): readonly RegionRow[] {
  const regions = replicaRegion === undefined ? [homeRegion] : [homeRegion, replicaRegion];
  return regions.map((name) => ({
    RegionName: name,
    Status: 'ACTIVE',
    AddedDate: organization.instanceCreatedAt,
    IsPrimaryRegion: name === homeRegion,
  }));
}
