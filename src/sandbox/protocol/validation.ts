import type { ServiceModel } from '../models/model.ts';

export type Rule =
  | 'type'
  | 'union'
  | 'required'
  | 'enum'
  | 'pattern'
  | `${'min' | 'max'}${'Value' | 'Length'}`;

/** What is wrong with one value of a request. */
export interface Violation {
  /** Such as `maxResults` or `groupIds.3.member`: the path as AWS spells it. */
  readonly path: string;
  readonly value: unknown;
  readonly rule: Rule;
  /** Ends the sentence "Member must …". */
  readonly constraint: string;
  readonly sensitive: boolean;
}

/** Checks a request against the model. A null counts as absent and an unknown member is ignored, as AWS does. */
export function violations(model: ServiceModel, shapeName: string, value: unknown): readonly Violation[] {
  const found: Violation[] = [];
  check(model, shapeName, value, '', found);
  return found;
}

function check(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  path: string,
  found: Violation[],
): void {
  const shape = model.shapes[shapeName];
  if (shape === undefined) throw new Error(`The model names a shape it does not have: ${shapeName}`);
  const report = (rule: Rule, constraint: string, at = path, sensitive = false): void => {
    found.push({ path: at, value: rule === 'required' ? null : value, rule, constraint, sensitive });
  };
  const checkRange = (
    size: number,
    { min, max }: { readonly min?: number; readonly max?: number },
    what: 'Length' | 'Value',
    sensitive = false,
  ): void => {
    const noun = what === 'Length' ? 'have a length of' : 'be';
    if (min !== undefined && size < min) report(`min${what}`, `${noun} at least ${min}`, path, sensitive);
    if (max !== undefined && size > max) report(`max${what}`, `${noun} at most ${max}`, path, sensitive);
  };

  switch (shape.type) {
    case 'structure': {
      if (!isObject(value)) return report('type', 'be an object');
      for (const [member, target] of Object.entries(shape.members)) {
        const inner = value[member] ?? undefined;
        const at = join(path, member);
        if (inner !== undefined) check(model, target, inner, at, found);
        else if (shape.required?.includes(member)) report('required', 'not be null', at);
      }
      const set = Object.keys(shape.members).filter((member) => (value[member] ?? undefined) !== undefined);
      if (shape.union && set.length !== 1) report('union', 'have exactly one of its members set');
      return;
    }
    case 'list':
      if (!Array.isArray(value)) return report('type', 'be a list');
      checkRange(value.length, shape, 'Length');
      value.forEach((item: unknown, index) =>
        check(model, shape.member, item, `${path}.${index + 1}.member`, found),
      );
      return;
    case 'map':
      if (!isObject(value)) return report('type', 'be a map');
      checkRange(Object.keys(value).length, shape, 'Length');
      for (const [key, item] of Object.entries(value)) {
        check(model, shape.key, key, `${path}.key`, found);
        check(model, shape.value, item, `${path}.${key}.member`, found);
      }
      return;
    case 'string': {
      const sensitive = shape.sensitive ?? false;
      if (typeof value !== 'string') return report('type', 'be a string', path, sensitive);
      if (shape.enum !== undefined && !shape.enum.includes(value)) {
        report('enum', `be one of [${shape.enum.join(', ')}]`, path, sensitive);
      }
      checkRange(value.length, shape, 'Length', sensitive);
      if (shape.pattern !== undefined && !wholePattern(shape.pattern).test(value)) {
        report('pattern', `match the pattern ${shape.pattern}`, path, sensitive);
      }
      return;
    }
    case 'integer':
    case 'long':
      if (!Number.isInteger(value)) return report('type', 'be an integer');
      return checkRange(Number(value), shape, 'Value');
    case 'boolean':
      if (typeof value !== 'boolean') report('type', 'be a boolean');
      return;
    case 'timestamp':
      if (typeof value !== 'number') report('type', 'be a number of epoch seconds');
      return;
    case 'document':
      return;
    default:
      shape satisfies never;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** AWS's messages begin a member's name with a small letter. */
function join(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}

const compiledPatterns = new Map<string, RegExp>();

function wholePattern(pattern: string): RegExp {
  let compiled = compiledPatterns.get(pattern);
  if (compiled === undefined) {
    // Unicode classes need the u flag; without them it stays off, for it refuses escapes that the models contain.
    compiled = new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '');
    compiledPatterns.set(pattern, compiled);
  }
  return compiled;
}
