import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** The organizations that calls are counted on. S is the demo's; M has 7,500 provisioned pairs, and L 40,000. */
export const organizations = {
  S: { accounts: 60, permissionSets: 12, users: 200, groups: 25 },
  M: { seed: 2, accounts: 300, permissionSets: 60, users: 2_000, groups: 400, assignments: 18_692 },
  L: { accounts: 2_000, permissionSets: 200, users: 20_000, groups: 2_000, assignments: 98_927 },
} satisfies Readonly<Record<string, SandboxOptions>>;

export type Size = keyof typeof organizations;

export function isSize(text: string): text is Size {
  return Object.hasOwn(organizations, text);
}
