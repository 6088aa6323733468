/** Members of Identity Center's answers that there were none of before October 2026. */
const newMembers: ReadonlySet<string> = new Set([
  'UserArn',
  'GroupArn',
  'MembershipArn',
  'Revision',
  'IdentityStoreArn',
]);

/** ListInstances had these before. */
const newInDescribeInstance: ReadonlySet<string> = new Set(['PrimaryRegion', 'Regions']);

/** An answer as it was before. */
export function withoutArns(operation: string, output: unknown): unknown {
  if (Array.isArray(output)) return output.map((row) => withoutArns(operation, row));
  if (typeof output !== 'object' || output === null) return output;
  const isNew = (name: string): boolean =>
    newMembers.has(name) || (operation === 'DescribeInstance' && newInDescribeInstance.has(name));
  return Object.fromEntries(
    Object.entries(output).flatMap(([name, inner]) =>
      isNew(name) ? [] : [[name, withoutArns(operation, inner)]],
    ),
  );
}
