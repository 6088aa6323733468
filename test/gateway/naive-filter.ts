import type {
  AssignmentFilterInput,
  StringFilterInput,
  TagFilterInput,
} from '../../src/reader/filter/input.ts';
import type { Fact } from './brute-force.ts';

/** What the schema says of AssignmentFilter, in the plainest words and without a thought for speed. */
export function holds(filter: AssignmentFilterInput, fact: Fact): boolean {
  const { principal, permissionSet, target, and, or, not } = filter;
  return (
    (!principal || principalHolds(principal, fact)) &&
    (!permissionSet || permissionSetHolds(permissionSet, fact)) &&
    (!target || targetHolds(target, fact)) &&
    (and ?? []).every((part) => holds(part, fact)) &&
    (!or || or.some((part) => holds(part, fact))) &&
    (!not || !holds(not, fact))
  );
}

function principalHolds(
  { type, ids, name, anyName, deleted, enabled, email }: NonNullable<AssignmentFilterInput['principal']>,
  fact: Fact,
): boolean {
  if (type && type !== fact.type) return false;
  if (ids && !ids.includes(fact.principalId)) return false;
  if (typeof deleted === 'boolean' && deleted !== fact.deleted) return false;
  if (typeof enabled === 'boolean' && enabled !== fact.enabled) return false;
  // An e-mail filter without an operator asks nothing, not even for a user.
  if (email && !nameHolds(email, fact.email)) return false;
  const names = [fact.principalName, fact.displayName, fact.email];
  if (anyName && !names.some((one) => nameHolds(anyName, one))) return false;
  return !name || nameHolds(name, fact.principalName);
}

function permissionSetHolds(
  { ids, name, managedPolicies, tags }: NonNullable<AssignmentFilterInput['permissionSet']>,
  fact: Fact,
): boolean {
  // An ARN, its part from ssoins-… and its part from ps-…, all name the same set.
  if (ids && !ids.some((id) => `/${fact.arn}`.endsWith(`/${id}`))) return false;
  if (managedPolicies && !managedPolicies.some((policy) => fact.policies.includes(policy))) return false;
  const hasTag = ({ key, value }: TagFilterInput) =>
    fact.tags.some((tag) => tag.key === key && (typeof value !== 'string' || value === tag.value));
  if (tags && !tags.every(hasTag)) return false;
  return !name || nameHolds(name, fact.setName);
}

function targetHolds(
  { ids, recursive, name, states }: NonNullable<AssignmentFilterInput['target']>,
  fact: Fact,
): boolean {
  const places = [fact.accountId, ...(recursive ? fact.parents : fact.parents.slice(0, 1))];
  if (ids && !ids.some((id) => places.includes(id))) return false;
  if (states && !states.includes(fact.accountState ?? 'none')) return false;
  return !name || nameHolds(name, fact.accountName);
}

function nameHolds(filter: StringFilterInput, name: string | undefined): boolean {
  const operators = [
    filter.eq,
    filter.in,
    filter.contains,
    filter.startsWith,
    filter.endsWith,
    filter.matches,
  ];
  if (operators.every((operand) => typeof operand !== 'string' && !Array.isArray(operand))) return true;
  if (name === undefined) return false;
  const fold = filter.ignoreCase ? folded : (text: string) => text;
  const text = fold(name);
  return (
    (typeof filter.eq !== 'string' || text === fold(filter.eq)) &&
    (!filter.in || filter.in.map(fold).includes(text)) &&
    (typeof filter.contains !== 'string' || text.includes(fold(filter.contains))) &&
    (typeof filter.startsWith !== 'string' || text.startsWith(fold(filter.startsWith))) &&
    (typeof filter.endsWith !== 'string' || text.endsWith(fold(filter.endsWith))) &&
    // The patterns that the test draws mean the same to JavaScript and to RE2.
    (typeof filter.matches !== 'string' ||
      new RegExp(filter.matches, filter.ignoreCase ? 'iu' : 'u').test(name))
  );
}

/** Unicode's simple case folding maps one character to one: ß stays ß, and both sigmas are one. */
function folded(text: string): string {
  const one = (character: string, mapped: string) => (Array.from(mapped).length === 1 ? mapped : character);
  return Array.from(text, (character) => {
    const upper = one(character, character.toUpperCase());
    return one(upper, upper.toLowerCase());
  }).join('');
}
