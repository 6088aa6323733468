import {
  type CustomerManagedPolicy,
  OrganizationError,
  type PermissionsBoundary,
  type PermissionSetPolicies,
  type Policies,
} from './types.ts';

const none: PermissionSetPolicies = { managedPolicyArns: [], customerManagedPolicies: [] };

/** AWS's quota for the policies of a permission set, both kinds together. */
const maxPolicies = 25;

/** The policies of the permission sets, by ARN. */
export class PolicyStore implements Policies {
  readonly #policies: Map<string, PermissionSetPolicies>;
  readonly #written: (permissionSetArn: string) => void;

  /** `written` is told of every write before it is made, and throws when there is no such permission set. */
  constructor(
    policies: ReadonlyMap<string, PermissionSetPolicies>,
    written: (permissionSetArn: string) => void,
  ) {
    this.#policies = new Map(policies);
    this.#written = written;
  }

  of(arn: string): PermissionSetPolicies {
    return this.#policies.get(arn) ?? none;
  }

  forget(arn: string): void {
    this.#policies.delete(arn);
  }

  attachManaged(arn: string, policyArn: string): void {
    const old = this.of(arn);
    if (old.managedPolicyArns.includes(policyArn)) throw attached(policyArn);
    requireRoom(old);
    this.#set(arn, { ...old, managedPolicyArns: [...old.managedPolicyArns, policyArn] });
  }

  detachManaged(arn: string, policyArn: string): void {
    const old = this.of(arn);
    if (!old.managedPolicyArns.includes(policyArn)) throw notAttached(policyArn);
    const managedPolicyArns = old.managedPolicyArns.filter((attachedArn) => attachedArn !== policyArn);
    this.#set(arn, { ...old, managedPolicyArns });
  }

  attachCustomerManaged(arn: string, policy: CustomerManagedPolicy): void {
    const old = this.of(arn);
    if (old.customerManagedPolicies.some(isSameAs(policy))) throw attached(policy.path + policy.name);
    requireRoom(old);
    this.#set(arn, { ...old, customerManagedPolicies: [...old.customerManagedPolicies, policy] });
  }

  detachCustomerManaged(arn: string, policy: CustomerManagedPolicy): void {
    const old = this.of(arn);
    const isSame = isSameAs(policy);
    if (!old.customerManagedPolicies.some(isSame)) throw notAttached(policy.path + policy.name);
    const customerManagedPolicies = old.customerManagedPolicies.filter((other) => !isSame(other));
    this.#set(arn, { ...old, customerManagedPolicies });
  }

  setInline(arn: string, document: string | undefined): void {
    const { inlinePolicy: _old, ...others } = this.of(arn);
    this.#set(arn, document === undefined ? others : { ...others, inlinePolicy: document });
  }

  setBoundary(arn: string, boundary: PermissionsBoundary | undefined): void {
    const { permissionsBoundary: old, ...others } = this.of(arn);
    if (boundary === undefined && old === undefined)
      throw new OrganizationError('NOT_FOUND', 'PERMISSIONS_BOUNDARY', 'There is no permissions boundary');
    this.#set(arn, boundary === undefined ? others : { ...others, permissionsBoundary: boundary });
  }

  #set(arn: string, policies: PermissionSetPolicies): void {
    this.#written(arn);
    this.#policies.set(arn, policies);
  }
}

function isSameAs({ name, path }: CustomerManagedPolicy): (other: CustomerManagedPolicy) => boolean {
  return (other) => other.name === name && other.path === path;
}

function requireRoom({ managedPolicyArns, customerManagedPolicies }: PermissionSetPolicies): void {
  if (managedPolicyArns.length + customerManagedPolicies.length >= maxPolicies)
    throw new OrganizationError('QUOTA', 'POLICY', `A permission set takes ${maxPolicies} policies`);
}

function attached(policy: string): OrganizationError {
  return new OrganizationError('CONFLICT', 'POLICY', `The policy ${policy} is attached already`);
}

function notAttached(policy: string): OrganizationError {
  return new OrganizationError('NOT_FOUND', 'POLICY', `The policy ${policy} is not attached`);
}
