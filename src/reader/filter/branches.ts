import type { Expression } from './expression.ts';

/** More parts than this are not weighed one by one: the question is then answered as a whole. */
const maxBranches = 16;

const opposite = { all: 'any', any: 'all' } as const;

/** The same filter with `not` on its leaves only, and without lists in lists of the same kind. */
export function normalize(expression: Expression, isNegated = false): Expression {
  switch (expression.op) {
    case 'not':
      return normalize(expression.of, !isNegated);
    case 'all':
    case 'any': {
      const op = (expression.op === 'all') === isNegated ? 'any' : 'all';
      const parts = expression.of.map((part) => normalize(part, isNegated));
      // What always holds, or never does, decides alone or makes no difference.
      const constant = parts.find((part) => part.op === opposite[op] && part.of.length === 0);
      if (constant) return constant;
      const flat = parts.flatMap((part) => (part.op === op ? part.of : [part]));
      const [only] = flat;
      return flat.length === 1 && only ? only : { op, of: flat };
    }
    case 'target':
    case 'permissionSet':
    case 'principal':
      return isNegated ? { op: 'not', of: expression } : expression;
    default:
      return expression satisfies never;
  }
}

/**
 * Filters that together hold for whatever the normalized filter holds for: its alternatives, also those within one
 * of several conditions. Each may be read in another way. A filter that has none, or too many, is the only one.
 */
export function branchesOf(expression: Expression): readonly Expression[] {
  const branches = alternatives(expression);
  return branches && branches.length > 0 ? branches : [expression];
}

function alternatives(expression: Expression): readonly Expression[] | undefined {
  if (expression.op === 'any') {
    const branches = expression.of.map(alternatives);
    return branches.includes(undefined) ? undefined : few(branches.flatMap((branch) => branch ?? []));
  }
  if (expression.op !== 'all') return [expression];
  let branches: readonly Expression[] = [{ op: 'all', of: [] }];
  for (const part of expression.of) {
    const ways = alternatives(part);
    const combined = ways && few(branches.flatMap((branch) => ways.map((way) => both(branch, way))));
    if (!combined) return undefined;
    branches = combined;
  }
  return branches;
}

function few(branches: readonly Expression[]): readonly Expression[] | undefined {
  return branches.length <= maxBranches ? branches : undefined;
}

function both(branch: Expression, way: Expression): Expression {
  const of = [branch, way].flatMap((part) => (part.op === 'all' ? part.of : [part]));
  return { op: 'all', of };
}
