import type { Operations } from '../../models/organizations.generated.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { tagOf, tagRow } from '../tag-rows.ts';

/** The root, the units and the accounts have tags. Policies could, but the sandbox has none. */
export const tags = {
  ListTagsForResource(input, call) {
    const id = requireTarget(input.ResourceId, call);
    const { rows, next } = call.page(call.organization.organizationTags.of(id), ({ key }) => key);
    return { Tags: rows.map(tagRow), ...next };
  },

  TagResource(input, call) {
    call.organization.organizationTags.tag(requireTarget(input.ResourceId, call), input.Tags.map(tagOf));
  },

  UntagResource(input, call) {
    call.organization.organizationTags.untag(requireTarget(input.ResourceId, call), input.TagKeys);
  },
} satisfies Partial<Handlers<Operations>>;

function requireTarget(id: string, { organization }: Call): string {
  if (!organization.hasParent(id) && organization.account(id) === undefined) {
    throw new WireError('TargetNotFoundException', "You specified a target that doesn't exist.");
  }
  return id;
}
