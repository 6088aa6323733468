import type { Operations } from '../../models/sso-admin.generated.ts';
import type { AccessControlAttribute } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { requireInstance, requirePrimaryRegion } from './guards.ts';

type Configuration =
  Operations['CreateInstanceAccessControlAttributeConfiguration']['input']['InstanceAccessControlAttributeConfiguration'];

/** Which attributes of people policies can name (ABAC). An instance has all of them in one configuration, or none. */
export const accessControlAttributes = {
  DescribeInstanceAccessControlAttributeConfiguration(input, call) {
    requireInstance(input.InstanceArn, call);
    const attributes = requireAttributes(call);
    const creation = call.pendingWrites.describe('access control attributes', input.InstanceArn);
    return {
      Status: creation?.isSettled === false ? 'CREATION_IN_PROGRESS' : 'ENABLED',
      InstanceAccessControlAttributeConfiguration: {
        AccessControlAttributes: attributes.map(({ key, source }) => ({
          Key: key,
          Value: { Source: source },
        })),
      },
    };
  },

  CreateInstanceAccessControlAttributeConfiguration(input, call) {
    requireChangeable(input.InstanceArn, call);
    if (call.organization.instance.accessControlAttributes !== undefined) {
      throw new WireError('ConflictException', 'The instance has an access control attribute configuration.');
    }
    set(attributesIn(input.InstanceAccessControlAttributeConfiguration), call);
    call.pendingWrites.add(input.InstanceArn, { kind: 'access control attributes' });
    return {};
  },

  UpdateInstanceAccessControlAttributeConfiguration(input, call) {
    requireChangeable(input.InstanceArn, call);
    requireAttributes(call);
    set(attributesIn(input.InstanceAccessControlAttributeConfiguration), call);
    return {};
  },

  DeleteInstanceAccessControlAttributeConfiguration(input, call) {
    requireChangeable(input.InstanceArn, call);
    requireAttributes(call);
    set(undefined, call);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function requireChangeable(instanceArn: string, call: Call): void {
  requireInstance(instanceArn, call);
  requirePrimaryRegion(call);
}

function requireAttributes({ organization }: Call): readonly AccessControlAttribute[] {
  const { accessControlAttributes: attributes } = organization.instance;
  if (attributes === undefined) {
    throw new WireError(
      'ResourceNotFoundException',
      'The instance has no access control attribute configuration.',
    );
  }
  return attributes;
}

function set(attributes: readonly AccessControlAttribute[] | undefined, { organization }: Call): void {
  const { accessControlAttributes: _old, ...settings } = organization.instance;
  organization.setInstance({
    ...settings,
    ...(attributes !== undefined && { accessControlAttributes: attributes }),
  });
}

function attributesIn({ AccessControlAttributes: rows }: Configuration): readonly AccessControlAttribute[] {
  return rows.map(({ Key: key, Value: { Source: source } }) => ({ key, source }));
}
