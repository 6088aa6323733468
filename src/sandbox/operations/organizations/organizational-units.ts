import type { Operations } from '../../models/organizations.generated.ts';
import type { OrganizationalUnit } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { tagOf } from '../tag-rows.ts';
import { requireParent, requireUnit } from './guards.ts';
import { arnOf, pathTo } from './rows.ts';

type OrganizationalUnitRow = NonNullable<
  Operations['DescribeOrganizationalUnit']['output']['OrganizationalUnit']
>;

export const organizationalUnits = {
  ListOrganizationalUnitsForParent(input, call) {
    requireParent(input.ParentId, call);
    const { rows, next } = call.page(call.organization.organizationalUnitsOf(input.ParentId), ({ id }) => id);
    return { OrganizationalUnits: rows.map((unit) => organizationalUnitRow(unit, call)), ...next };
  },

  DescribeOrganizationalUnit(input, call) {
    const unit = requireUnit(input.OrganizationalUnitId, call);
    return { OrganizationalUnit: organizationalUnitRow(unit, call) };
  },

  ListParents(input, call) {
    const { organization } = call;
    const child = organization.account(input.ChildId) ?? organization.organizationalUnit(input.ChildId);
    if (child === undefined) {
      throw new WireError('ChildNotFoundException', `There is no account or unit ${input.ChildId}.`);
    }
    const { rows, next } = call.page([child.parentId], (id) => id);
    return { Parents: rows.map((id) => parentRow(id, call)), ...next };
  },

  ListChildren(input, call) {
    requireParent(input.ParentId, call);
    const { ChildType: type, ParentId: parentId } = input;
    const children =
      type === 'ACCOUNT'
        ? call.organization.accountsOf(parentId)
        : call.organization.organizationalUnitsOf(parentId);
    const { rows, next } = call.page<{ readonly id: string }>(children, ({ id }) => id);
    return { Children: rows.map(({ id }) => ({ Id: id, Type: type })), ...next };
  },

  CreateOrganizationalUnit({ ParentId, Name, Tags = [] }, call) {
    const { organization } = call;
    const unit = organization.createOrganizationalUnit(ParentId, Name);
    if (Tags.length > 0) organization.organizationTags.tag(unit.id, Tags.map(tagOf));
    return { OrganizationalUnit: organizationalUnitRow(unit, call) };
  },

  UpdateOrganizationalUnit({ OrganizationalUnitId, Name }, call) {
    const unit = requireUnit(OrganizationalUnitId, call);
    const renamed = call.organization.renameOrganizationalUnit(unit.id, Name ?? unit.name);
    return { OrganizationalUnit: organizationalUnitRow(renamed, call) };
  },

  DeleteOrganizationalUnit(input, call) {
    call.organization.deleteOrganizationalUnit(requireUnit(input.OrganizationalUnitId, call).id);
  },
} satisfies Partial<Handlers<Operations>>;

function organizationalUnitRow(unit: OrganizationalUnit, call: Call): OrganizationalUnitRow {
  return {
    Id: unit.id,
    Arn: arnOf('ou', [call.organization.organizationId, unit.id], call),
    Name: unit.name,
    ...(!call.modes.pathsAbsent && { Path: pathTo(unit.id, call) }),
  };
}

function parentRow(id: string, { organization }: Call): { Id: string; Type: 'ROOT' | 'ORGANIZATIONAL_UNIT' } {
  return { Id: id, Type: id === organization.root.id ? 'ROOT' : 'ORGANIZATIONAL_UNIT' };
}
