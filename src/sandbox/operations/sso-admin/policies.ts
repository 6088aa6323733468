import type { Operations } from '../../models/sso-admin.generated.ts';
import type {
  CustomerManagedPolicy,
  PermissionsBoundary,
  PermissionSetPolicies,
} from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import { itself } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import { requireChangeablePermissionSet, requirePermissionSet, requirePermissionSets } from './guards.ts';
import { requireManagedPolicy } from './managed-policy.ts';
import { requirePolicyDocument } from './policy-document.ts';

type Reference =
  Operations['AttachCustomerManagedPolicyReferenceToPermissionSet']['input']['CustomerManagedPolicyReference'];
type BoundaryRow = Operations['PutPermissionsBoundaryToPermissionSet']['input']['PermissionsBoundary'];

interface Named {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

export const policies = {
  ListManagedPoliciesInPermissionSet(input, call) {
    const { rows, next } = call.page(policiesToRead(input, call).managedPolicyArns, itself);
    return { AttachedManagedPolicies: rows.map((arn) => ({ Name: nameIn(arn), Arn: arn })), ...next };
  },

  ListCustomerManagedPolicyReferencesInPermissionSet(input, call) {
    const { customerManagedPolicies } = policiesToRead(input, call);
    const { rows, next } = call.page(customerManagedPolicies, ({ name, path }) => path + name);
    return { CustomerManagedPolicyReferences: rows.map(referenceRow), ...next };
  },

  GetInlinePolicyForPermissionSet(input, call) {
    // Without one, AWS answers an empty text, though its model allows none.
    return { InlinePolicy: policiesToRead(input, call).inlinePolicy ?? '' };
  },

  GetPermissionsBoundaryForPermissionSet(input, call) {
    const { permissionsBoundary: boundary } = policiesToRead(input, call);
    if (boundary === undefined) {
      throw new WireError('ResourceNotFoundException', 'The permission set has no permissions boundary.');
    }
    return {
      PermissionsBoundary:
        'managedPolicyArn' in boundary
          ? { ManagedPolicyArn: boundary.managedPolicyArn }
          : { CustomerManagedPolicyReference: referenceRow(boundary.customerManagedPolicy) },
    };
  },

  AttachManagedPolicyToPermissionSet(input, call) {
    const arn = arnToChange(input, call);
    call.organization.policies.attachManaged(arn, requireManagedPolicy(input.ManagedPolicyArn));
    return {};
  },

  DetachManagedPolicyFromPermissionSet(input, call) {
    call.organization.policies.detachManaged(arnToChange(input, call), input.ManagedPolicyArn);
    return {};
  },

  AttachCustomerManagedPolicyReferenceToPermissionSet(input, call) {
    const policy = customerManagedPolicy(input.CustomerManagedPolicyReference);
    call.organization.policies.attachCustomerManaged(arnToChange(input, call), policy);
    return {};
  },

  DetachCustomerManagedPolicyReferenceFromPermissionSet(input, call) {
    const policy = customerManagedPolicy(input.CustomerManagedPolicyReference);
    call.organization.policies.detachCustomerManaged(arnToChange(input, call), policy);
    return {};
  },

  PutInlinePolicyToPermissionSet(input, call) {
    const arn = arnToChange(input, call);
    requirePolicyDocument(input.InlinePolicy);
    call.organization.policies.setInline(arn, input.InlinePolicy);
    return {};
  },

  DeleteInlinePolicyFromPermissionSet(input, call) {
    call.organization.policies.setInline(arnToChange(input, call), undefined);
    return {};
  },

  PutPermissionsBoundaryToPermissionSet(input, call) {
    const arn = arnToChange(input, call);
    call.organization.policies.setBoundary(arn, boundaryOf(input.PermissionsBoundary));
    return {};
  },

  DeletePermissionsBoundaryFromPermissionSet(input, call) {
    call.organization.policies.setBoundary(arnToChange(input, call), undefined);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function policiesToRead({ InstanceArn, PermissionSetArn }: Named, call: Call): PermissionSetPolicies {
  requirePermissionSets(InstanceArn, call);
  return call.organization.policies.of(requirePermissionSet(PermissionSetArn, call).arn);
}

function arnToChange({ InstanceArn, PermissionSetArn }: Named, call: Call): string {
  requirePermissionSets(InstanceArn, call);
  return requireChangeablePermissionSet(PermissionSetArn, call).arn;
}

/** AWS names an attached policy as IAM does: by the end of its ARN. */
function nameIn(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf('/') + 1);
}

function referenceRow({ name, path }: CustomerManagedPolicy): Reference {
  return { Name: name, Path: path };
}

function customerManagedPolicy({ Name: name, Path: path = '/' }: Reference): CustomerManagedPolicy {
  return { name, path };
}

function boundaryOf({
  ManagedPolicyArn: managedPolicyArn,
  CustomerManagedPolicyReference: reference,
}: BoundaryRow): PermissionsBoundary {
  if (managedPolicyArn !== undefined && reference === undefined) {
    return { managedPolicyArn: requireManagedPolicy(managedPolicyArn) };
  }
  if (managedPolicyArn === undefined && reference !== undefined) {
    return { customerManagedPolicy: customerManagedPolicy(reference) };
  }
  throw new WireError(
    'ValidationException',
    'Only ManagedPolicyArn or CustomerManagedPolicyReference should be given.',
  );
}
