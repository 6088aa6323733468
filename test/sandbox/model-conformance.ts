import type { ServiceModel } from '../../src/sandbox/models/model.ts';

/**
 * Says where an answer departs from its modelled shape: members that the shape lacks, required ones that are missing,
 * nulls, and values out of their type, range, pattern or enum.
 */
export function departures(model: ServiceModel, shapeName: string, value: unknown, path = '$'): string[] {
  const shape = model.shapes[shapeName]!;
  const wrong = (what: string): string[] => [`${path}: ${what}, but got ${JSON.stringify(value)}`];
  switch (shape.type) {
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('an object');
      const unknown = Object.keys(value).filter((member) => !Object.hasOwn(shape.members, member));
      const missing = (shape.required ?? []).filter((member) => !Object.hasOwn(value, member));
      return [
        ...unknown.map((member) => `${path}.${member}: not in ${shapeName}`),
        ...missing.map((member) => `${path}.${member}: missing`),
        ...Object.entries(value)
          .filter(([member]) => Object.hasOwn(shape.members, member))
          .flatMap(([member, inner]) =>
            departures(model, shape.members[member]!, inner, `${path}.${member}`),
          ),
      ];
    }
    case 'list':
      if (!Array.isArray(value)) return wrong('a list');
      if (!isWithin(value.length, shape)) return wrong('a list of another length');
      return value.flatMap((inner, index) => departures(model, shape.member, inner, `${path}[${index}]`));
    case 'map':
      return typeof value === 'object' && value !== null ? [] : wrong('a map');
    case 'string':
      if (typeof value !== 'string') return wrong('a string');
      if (!isWithin(value.length, shape)) return wrong('a string of another length');
      if (shape.enum && !shape.enum.includes(value)) return wrong(`one of ${shape.enum.join(', ')}`);
      if (shape.pattern && !matchesWhole(shape.pattern, value)) return wrong(shape.pattern);
      return [];
    case 'integer':
    case 'long':
      return Number.isInteger(value) && isWithin(value as number, shape) ? [] : wrong('an integer');
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('a boolean');
    case 'timestamp':
      if (shape.format === 'iso8601')
        return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value)) ? [] : wrong('a time in UTC');
      // Before the year 2100 in seconds; milliseconds would be a thousand times as many.
      return typeof value === 'number' && value > 0 && value < 4_102_444_800 ? [] : wrong('epoch seconds');
    case 'document':
      return [];
  }
}

function isWithin(size: number, { min, max }: { readonly min?: number; readonly max?: number }): boolean {
  return size >= (min ?? -Infinity) && size <= (max ?? Infinity);
}

function matchesWhole(pattern: string, text: string): boolean {
  const flags = pattern.includes('\\p{') ? 'u' : '';
  return new RegExp(pattern, flags).exec(text)?.[0] === text;
}
