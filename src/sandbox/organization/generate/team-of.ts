import { roles } from './permission-sets.ts';

/** The team that a permission set's name begins with, and what the set is for. Undefined when it is not a team's. */
export function teamOf(
  permissionSetName: string,
): { readonly name: string; readonly role: (typeof roles)[number] } | undefined {
  const role = roles.find((end) => permissionSetName.endsWith(end));
  if (role === undefined) return undefined;
  const name = permissionSetName
    .slice(0, -role.length)
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, '-')
    .toLowerCase();
  return { name, role };
}
