import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListTagsForResourceCommand,
  type CustomerManagedPolicyReference,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { AwsError } from '../errors.ts';
import { present, type Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { asSdkError } from './call/fault.ts';
import { createService } from './service.ts';

export interface ManagedPolicyFacts {
  readonly arn: string;
  readonly name?: string;
}

/** A policy that each account keeps under this name and path. */
export interface CustomerManagedPolicyFacts {
  readonly name: string;
  readonly path: string;
}

export type PermissionsBoundaryFacts =
  | { readonly managedPolicyArn: string }
  | { readonly customerManagedPolicy: CustomerManagedPolicyFacts };

export interface TagFacts {
  readonly key: string;
  readonly value: string;
}

/** The reads of sso-admin about one permission set: what it allows, and its tags. */
export interface PermissionSetDetails {
  listManagedPoliciesInPermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: CallOptions,
  ): AsyncGenerator<ManagedPolicyFacts[], void>;
  listCustomerManagedPolicyReferencesInPermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: CallOptions,
  ): AsyncGenerator<CustomerManagedPolicyFacts[], void>;
  /** The policy document as AWS stores it; undefined when there is none. */
  getInlinePolicyForPermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: CallOptions,
  ): Promise<string | undefined>;
  /** Undefined when there is none; a permission set that AWS does not know is NOT_FOUND, as in every other read. */
  getPermissionsBoundaryForPermissionSet(
    instanceArn: string,
    permissionSetArn: string,
    options: CallOptions,
  ): Promise<PermissionsBoundaryFacts | undefined>;
  listTagsForResource(
    instanceArn: string,
    resourceArn: string,
    options: CallOptions,
  ): AsyncGenerator<TagFacts[], void>;
}

export function createPermissionSetDetails(client: SSOAdminClient, call: Caller): PermissionSetDetails {
  const { get, list } = createService('sso-admin', 100, call);
  return {
    listManagedPoliciesInPermissionSet: (InstanceArn, PermissionSetArn, options) => {
      const input = { InstanceArn, PermissionSetArn };
      return list(
        'ListManagedPoliciesInPermissionSet',
        options,
        (paging, http) =>
          client.send(new ListManagedPoliciesInPermissionSetCommand({ ...input, ...paging }), http),
        ({ AttachedManagedPolicies }, answer) =>
          answer.rows('AttachedManagedPolicies', AttachedManagedPolicies, (row) => ({
            arn: answer.required('AttachedManagedPolicies.Arn', row?.Arn),
            ...present({ name: answer.text('AttachedManagedPolicies.Name', row?.Name) }),
          })),
      );
    },

    listCustomerManagedPolicyReferencesInPermissionSet: (InstanceArn, PermissionSetArn, options) => {
      const input = { InstanceArn, PermissionSetArn };
      return list(
        'ListCustomerManagedPolicyReferencesInPermissionSet',
        options,
        (paging, http) =>
          client.send(
            new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...input, ...paging }),
            http,
          ),
        ({ CustomerManagedPolicyReferences }, answer) =>
          answer.rows('CustomerManagedPolicyReferences', CustomerManagedPolicyReferences, (row) =>
            customerManagedPolicyFacts(row, answer),
          ),
      );
    },

    getInlinePolicyForPermissionSet: (InstanceArn, PermissionSetArn, options) =>
      get(
        'GetInlinePolicyForPermissionSet',
        options,
        (http) =>
          client.send(new GetInlinePolicyForPermissionSetCommand({ InstanceArn, PermissionSetArn }), http),
        ({ InlinePolicy }, answer) => {
          answer.mayLack('InlinePolicy', InlinePolicy);
          return answer.text('InlinePolicy', InlinePolicy) || undefined;
        },
      ),

    getPermissionsBoundaryForPermissionSet: async (InstanceArn, PermissionSetArn, options) => {
      const input = { InstanceArn, PermissionSetArn };
      try {
        return await get(
          'GetPermissionsBoundaryForPermissionSet',
          options,
          (http) => client.send(new GetPermissionsBoundaryForPermissionSetCommand(input), http),
          ({ PermissionsBoundary: boundary }, answer) => {
            answer.mayLack('PermissionsBoundary', boundary);
            if (boundary === undefined || boundary === null) return undefined;
            const managedPolicyArn = answer.text('ManagedPolicyArn', boundary.ManagedPolicyArn);
            if (managedPolicyArn) return { managedPolicyArn };
            const { CustomerManagedPolicyReference: reference } = boundary;
            if (reference) return { customerManagedPolicy: customerManagedPolicyFacts(reference, answer) };
            throw answer.broken('it names no policy');
          },
        );
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') throw error;
        // AWS answers ResourceNotFoundException both for no boundary and for no permission set, and promises
        // no text that tells them apart. A text that speaks of the boundary does; after any other we ask.
        if (/\bpermissions ?boundary\b/i.test(asSdkError(error.cause).message ?? '')) return undefined;
        await get(
          'DescribePermissionSet',
          options,
          (http) => client.send(new DescribePermissionSetCommand(input), http),
          () => undefined,
        );
        return undefined;
      }
    },

    listTagsForResource: (InstanceArn, ResourceArn, options) =>
      list(
        'ListTagsForResource',
        options,
        // The one list of sso-admin that does not take MaxResults.
        ({ NextToken }, http) =>
          client.send(new ListTagsForResourceCommand({ InstanceArn, ResourceArn, NextToken }), http),
        ({ Tags }, answer) =>
          answer.rows('Tags', Tags, (row) => ({
            key: answer.required('Tags.Key', row?.Key),
            value: answer.text('Tags.Value', row?.Value) ?? '',
          })),
      ),
  };
}

function customerManagedPolicyFacts(
  row: Partial<CustomerManagedPolicyReference> | undefined,
  answer: Answer,
): CustomerManagedPolicyFacts {
  return {
    name: answer.required('CustomerManagedPolicyReference.Name', row?.Name),
    // As AWS has it where none was given.
    path: answer.text('CustomerManagedPolicyReference.Path', row?.Path) || '/',
  };
}
