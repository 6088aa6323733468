import type { GraphQLError } from 'graphql';
import { variableLimits } from './limits.ts';
import { badValue } from './refusal.ts';

/** A value within the variables, and the way to it. */
interface Place {
  readonly value: unknown;
  readonly level: number;
  readonly key: string | number;
  readonly within: Place | undefined;
}

/**
 * Refuses values that nothing in AWS is like: what converts them calls itself for each level, and errors and answers
 * repeat some of them. It looks at each once, and at no two within each other, however deep they are.
 */
export function checkVariables(variables: Readonly<Record<string, unknown>>): void {
  const { nesting, textLength } = variableLimits;
  const open = membersOf(variables, undefined);
  for (let place = open.pop(); place; place = open.pop()) {
    const { value, level } = place;
    if (typeof value === 'string' && value.length > textLength)
      throw refused(place, `a text may have ${textLength} characters, but this one has ${value.length}`);
    if (typeof value !== 'object' || value === null) continue;
    if (level > nesting) throw refused(place, `lists and objects may be nested ${nesting} deep`);
    // One by one: a call takes no hundred thousand arguments.
    for (const member of membersOf(value, place)) open.push(member);
  }
}

function membersOf(value: object, within: Place | undefined): Place[] {
  const level = (within?.level ?? 0) + 1;
  return Array.isArray(value)
    ? value.map((member: unknown, key) => ({ value: member, level, key, within }))
    : Object.entries(value).map(([key, member]) => ({ value: member as unknown, level, key, within }));
}

/** Names the place as other errors do, such as `$filter.target.ids[0]`. */
function refused(place: Place, message: string): GraphQLError {
  const path: string[] = [];
  for (let at: Place | undefined = place; at; at = at.within)
    path.unshift(typeof at.key === 'number' ? `[${at.key}]` : at.within ? `.${at.key}` : `$${at.key}`);
  return badValue(path.join(''), message);
}
