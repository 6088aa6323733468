import type { CallOptions } from '../aws/call.ts';
import type { Organizations } from '../aws/organizations.ts';

/**
 * Walks the organization's tree from its roots, and answers for each account the ids from the root to its parent.
 * An account that was moved while we walked may have been missed: for those, the way up is asked for step by step.
 */
export async function walkTree(
  organizations: Organizations,
  accountIds: readonly string[],
  options: CallOptions,
): Promise<Map<string, readonly string[]>> {
  const ways = new Map<string, readonly string[]>();
  const visit = async (parentId: string, above: readonly string[]): Promise<void> => {
    const way = [...above, parentId];
    for await (const page of organizations.listAccountsForParent(parentId, options))
      for (const account of page) ways.set(account.accountId, way);
    for await (const page of organizations.listOrganizationalUnitsForParent(parentId, options))
      for (const child of page) await visit(child.id, way);
  };
  for await (const page of organizations.listRoots(options))
    for (const root of page) await visit(root.id, []);
  for (const accountId of accountIds)
    if (!ways.has(accountId)) ways.set(accountId, await wayUp(organizations, accountId, options));
  return ways;
}

async function wayUp(organizations: Organizations, childId: string, options: CallOptions): Promise<string[]> {
  const parent = await organizations.listParents(childId, options);
  if (parent.type === 'ROOT') return [parent.id];
  return [...(await wayUp(organizations, parent.id, options)), parent.id];
}
