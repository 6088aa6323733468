import type { Context } from '../../context.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';

/** What AWS tells of it; of a configured instance it is asked only when one of these fields is selected. */
export function load(instance: InstanceReader, { scope }: Context) {
  return instance.describe(scope);
}
