import type { Operations } from '../../models/sso-admin.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import { isServed } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import { storeArn } from '../identity-store/arns.ts';
import {
  arePermissionSetsEnabled,
  isHere,
  notHere,
  requireInstance,
  requirePrimaryRegion,
} from './guards.ts';

type InstanceRow = NonNullable<Operations['ListInstances']['output']['Instances']>[number];
type EncryptionDetails = NonNullable<
  Operations['DescribeInstance']['output']['EncryptionConfigurationDetails']
>;
type EncryptionConfiguration = NonNullable<Operations['UpdateInstance']['input']['EncryptionConfiguration']>;
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
      EncryptionConfigurationDetails: encryptionDetails(call),
      PermissionSetsEnabled: arePermissionSetsEnabled(call),
    };
  },

  UpdateInstance(input, call) {
    requireInstance(input.InstanceArn, call);
    requirePrimaryRegion(call);
    const { Name: name, EncryptionConfiguration: encryption, PermissionSetsEnabled: enabled } = input;
    if (enabled === false) throw new WireError('ValidationException', 'Permission sets cannot be disabled.');
    if (encryption && enabled) {
      throw new WireError(
        'ValidationException',
        'EncryptionConfiguration and PermissionSetsEnabled take a request each.',
      );
    }
    const { kmsKeyArn: oldKey, ...settings } = call.organization.instance;
    const kmsKeyArn = encryption ? keyIn(encryption) : oldKey;
    call.organization.setInstance({
      ...settings,
      ...(name !== undefined && { name }),
      ...(kmsKeyArn !== undefined && { kmsKeyArn }),
      ...(enabled && { permissionSetsEnabled: true }),
    });
    if (encryption) call.pendingWrites.add(input.InstanceArn, { kind: 'instance encryption' });
    return {};
  },
  ListRegions(input, call) {
    // As of DescribeInstance, its model has no ResourceNotFoundException.
    if (!isHere(input.InstanceArn, call))
      throw new WireError('AccessDeniedException', notHere(input.InstanceArn));
    const { rows, next } = call.page(regionsOf(call), ({ RegionName: name = '' }) => name);
    return { Regions: rows, ...next };
  },
} satisfies Partial<Handlers<Operations>>;

function keyIn({ KeyType: type, KmsKeyArn: arn }: EncryptionConfiguration): string | undefined {
  if ((type === 'CUSTOMER_MANAGED_KEY') !== (arn !== undefined)) {
    throw new WireError(
      'ValidationException',
      'KmsKeyArn goes with KeyType CUSTOMER_MANAGED_KEY, and with it only.',
    );
  }
  return arn;
}

/** Changing the key is a write that AWS makes behind the answer. */
function encryptionDetails({ organization, modes, pendingWrites }: Call): EncryptionDetails {
  const { kmsKeyArn } = organization.instance;
  // Additional Regions need an instance that is encrypted with a key of the customer's.
  const isCustomers = kmsKeyArn !== undefined || modes.kmsDenied || modes.replicaRegion;
  const update = pendingWrites.describe('instance encryption', organization.instanceArn);
  return {
    KeyType: isCustomers ? 'CUSTOMER_MANAGED_KEY' : 'AWS_OWNED_KMS_KEY',
    ...(kmsKeyArn !== undefined && { KmsKeyArn: kmsKeyArn }),
    EncryptionStatus: update?.isSettled === false ? 'UPDATING' : 'ENABLED',
  };
}

function instanceRow(call: Call): InstanceRow {
  const { organization, homeRegion } = call;
  return {
    InstanceArn: organization.instanceArn,
    IdentityStoreId: organization.identityStoreId,
    IdentityStoreArn: storeArn(call),
    OwnerAccountId: organization.managementAccountId,
    Name: organization.instance.name,
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
