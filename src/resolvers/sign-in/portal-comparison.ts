import type { Context } from '../../context.ts';
import type { PortalChoice } from '../../portal/portal.ts';
import type { PortalDifference } from '../../reader/effective/portal-comparison.ts';
import type { TargetNode } from '../../reader/nodes.ts';
import type { Completeness } from '../../reading/completeness.ts';

export interface PortalDifferenceNode extends Pick<PortalDifference, 'reasons' | 'roleName'> {
  readonly account: TargetNode;
}

export interface PortalComparisonNode {
  readonly onlyInPortal: PortalDifferenceNode[];
  readonly onlyGranted: PortalDifferenceNode[];
  readonly completeness: Completeness;
}

type Args = PortalChoice & { readonly instanceArn?: string | null | undefined };

/** Of the signed-in person: both sides, and what each has alone. */
export async function portalComparison(
  _root: unknown,
  { instanceArn, ...choice }: Args,
  { reader: readers, portal, viewer, scope }: Context,
): Promise<PortalComparisonNode> {
  const userName = await portal.signedInName(viewer, choice, scope);
  const listed = await everyRole(choice, { portal, viewer, scope });
  const reader = await readers.instance(instanceArn, scope);
  const { freshness, ...compared } = await reader.compareWithPortal({ userName, ...listed }, scope);
  const toNode = ({ accountId: targetId, ...difference }: PortalDifference): PortalDifferenceNode => ({
    ...difference,
    account: { targetId, reader, freshness },
  });
  return {
    onlyInPortal: compared.onlyInPortal.map(toNode),
    onlyGranted: compared.onlyGranted.map(toNode),
    completeness: compared.completeness,
  };
}

async function everyRole(
  choice: PortalChoice,
  { portal, viewer, scope }: Pick<Context, 'portal' | 'scope' | 'viewer'>,
) {
  const roles: { readonly accountId: string; readonly roleName: string }[] = [];
  const completeness: Completeness[] = [];
  for (let after: string | undefined; ;) {
    const page = await portal.availableRoles(viewer, choice, { first: 1_000, after }, scope);
    roles.push(...page.rows.map(({ account: { accountId }, roleName }) => ({ accountId, roleName })));
    completeness.push(page.completeness);
    if (!page.hasNextPage || page.endCursor === undefined || page.endCursor === after)
      return { roles, completeness };
    after = page.endCursor;
  }
}
