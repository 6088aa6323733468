import fc from 'fast-check';
import type { AssignmentFilterInput } from '../../../src/reader/filter/input.ts';
import type { Organization } from '../../../src/sandbox/organization/types.ts';

/** A question of one thought, as people ask them; `n` chooses what it is about. */
type PlainQuestion = (
  organization: Organization,
  n: number,
) => { readonly filter: AssignmentFilterInput; readonly inheritedBy?: string };

const plain: Readonly<Record<string, PlainQuestion>> = {
  everything: () => ({ filter: {} }),
  'what reaches a user': (organization, n) => {
    const { userId } = at(organization.users(), n);
    return { filter: {}, inheritedBy: userId };
  },
  'what a user holds': (organization, n) => ({
    filter: { principal: { type: 'USER', ids: [at(organization.users(), n).userId] } },
  }),
  'what a group holds': (organization, n) => ({
    filter: { principal: { type: 'GROUP', ids: [at(organization.groups(), n).groupId] } },
  }),
  'who enters an account': (organization, n) => ({
    filter: { target: { ids: [at(organization.accounts(), n).id] } },
  }),
  'who enters what is below an OU': (organization, n) => ({
    filter: {
      target: {
        ids: [at([organization.root, ...organization.organizationalUnits()], n).id],
        recursive: true,
      },
    },
  }),
  'who enters accounts of a name': (organization, n) => ({
    filter: { target: { name: { contains: at(organization.accounts(), n).name.slice(0, 4) } } },
  }),
  'where a permission set is used': (organization, n) => ({
    filter: { permissionSet: { ids: [at(organization.permissionSets(), n).arn] } },
  }),
  'where permission sets of a name are used': (organization, n) => ({
    filter: {
      permissionSet: { name: { startsWith: at(organization.permissionSets(), n).name.slice(0, 3) } },
    },
  }),
  'what people of a name hold': (organization, n) => ({
    filter: { principal: { name: { contains: at(organization.users(), n).userName.slice(0, 3) } } },
  }),
  'two accounts and two permission sets': (organization, n) => ({
    filter: {
      target: { ids: [n, n + 1].map((m) => at(organization.accounts(), m).id) },
      permissionSet: { ids: [n, n + 3].map((m) => at(organization.permissionSets(), m).arn) },
    },
  }),
  'what is held by who is gone': () => ({ filter: { principal: { deleted: true } } }),
  'what groups hold': () => ({ filter: { principal: { type: 'GROUP' } } }),
};

/** The name of a plain question, and what it is about. */
export const plainQuestions = fc.tuple(fc.constantFrom(...Object.keys(plain)), fc.nat(999));

export function plainQuestion(organization: Organization, [name, n]: readonly [string, number]) {
  const question = plain[name];
  if (!question) throw new Error(`There is no question ${name}`);
  return question(organization, n);
}

function at<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new Error('The organization has none');
  return found;
}
