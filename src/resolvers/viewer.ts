import type { Context } from '../context.ts';

export function viewer(_root: unknown, _args: object, context: Context) {
  return context.viewer;
}
