import { generateOrganization, type GenerateOptions } from '../../src/sandbox/organization/generate.ts';
import type { Organization } from '../../src/sandbox/organization/types.ts';

/** An organization of which AWS's answers are not true: some of what it tells is replaced, the rest is as it is. */
export function telling(organization: Organization, lies: Partial<Organization>): Organization {
  return new Proxy(organization, {
    get(target, name) {
      if (name in lies) return lies[name as keyof Organization];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The same of a generated one: `lies` is given the truth. */
export function generatedTelling(
  options: Omit<GenerateOptions, 'seed'>,
  lies: (truth: Organization) => Partial<Organization>,
): { readonly truth: Organization; readonly organization: Organization } {
  const truth = generateOrganization({ seed: 1, ...options });
  return { truth, organization: telling(truth, lies(truth)) };
}
