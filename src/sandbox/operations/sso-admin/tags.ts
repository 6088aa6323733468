import type { Operations } from '../../models/sso-admin.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { tagOf, tagRow } from '../tag-rows.ts';
import {
  requireChangeablePermissionSet,
  requireInstance,
  requirePermissionSet,
  requirePermissionSets,
  requirePrimaryRegion,
} from './guards.ts';

/** The instance and its permission sets have tags. Applications and token issuers could, but the sandbox has none. */
export const tags = {
  ListTagsForResource(input, call) {
    requireInstance(input.InstanceArn ?? call.organization.instanceArn, call);
    if (isPermissionSet(input.ResourceArn)) {
      requirePermissionSets(call.organization.instanceArn, call);
      requirePermissionSet(input.ResourceArn, call);
    } else requireSameInstance(input.ResourceArn, call);
    const { rows, next } = call.page(call.organization.tags.of(input.ResourceArn), ({ key }) => key);
    return { Tags: rows.map(tagRow), ...next };
  },

  TagResource(input, call) {
    requireTaggable(input, call);
    call.organization.tags.tag(input.ResourceArn, input.Tags.map(tagOf));
    return {};
  },

  UntagResource(input, call) {
    requireTaggable(input, call);
    call.organization.tags.untag(input.ResourceArn, input.TagKeys);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function requireTaggable(
  {
    InstanceArn: instanceArn,
    ResourceArn: arn,
  }: { readonly InstanceArn?: string; readonly ResourceArn: string },
  call: Call,
): void {
  requireInstance(instanceArn ?? call.organization.instanceArn, call);
  requirePrimaryRegion(call);
  if (isPermissionSet(arn)) {
    requirePermissionSets(call.organization.instanceArn, call);
    requireChangeablePermissionSet(arn, call);
  } else requireSameInstance(arn, call);
}

function isPermissionSet(arn: string): boolean {
  return arn.includes(':permissionSet/');
}

function requireSameInstance(arn: string, { organization }: Call): void {
  if (arn !== organization.instanceArn) {
    throw new WireError('ResourceNotFoundException', `There is no resource ${arn}.`);
  }
}
