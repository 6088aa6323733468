import fc from 'fast-check';
import type { ServiceModel } from '../../src/sandbox/models/model.ts';
import { departures } from './model-conformance.ts';

/** Values of a shape, most of which AWS would take. */
export function valuesOf(
  model: ServiceModel,
  shapeName: string,
  texts: readonly string[],
): fc.Arbitrary<unknown> {
  const shape = model.shapes[shapeName]!;
  const inner = (name: string): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 40, arbitrary: valuesOf(model, name, texts) },
      { weight: 1, arbitrary: fc.jsonValue() },
    );
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members).map(
        ([member, target]) => [member, inner(target)] as const,
      );
      const full = fc.record(Object.fromEntries(members));
      const partial = fc.record(Object.fromEntries(members), { requiredKeys: [...(shape.required ?? [])] });
      return fc.oneof({ weight: 5, arbitrary: partial }, { weight: 1, arbitrary: full });
    }
    case 'list':
      return fc.array(inner(shape.member), { maxLength: 2 });
    case 'map':
      return fc.dictionary(fc.string(), inner(shape.value), { maxKeys: 2 });
    case 'string': {
      const foreign = fc.constantFrom(...texts);
      const all = [...texts, ...(shape.enum ?? [])];
      const fitting = all.filter((text) => departures(model, shapeName, text).length === 0);
      if (fitting.length === 0) return foreign;
      return fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom(...fitting) },
        { weight: 1, arbitrary: foreign },
      );
    }
    case 'integer':
    case 'long':
      return fc.integer({ min: 0, max: 21 });
    case 'boolean':
      return fc.boolean();
    case 'timestamp':
      return fc.integer();
    case 'document':
      return fc.oneof(fc.constantFrom(...texts), fc.jsonValue());
  }
}
