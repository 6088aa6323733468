import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { declaredNeeds } from '../src/schema/fields/permission.ts';
import type { Permission } from '../src/viewer.ts';

/** Alternatives: any of these sets of permissions is enough, and none of them contains another. */
type Ways = readonly ReadonlySet<Permission>[];

/** docs/permissions.md: every field, with the permissions that let a viewer get to it. */
export function permissionDocs(schema: GraphQLSchema): string {
  const rows = [
    ['Field', 'Needs'],
    ['', ''],
    ...[...waysToFields(schema)].map(([field, ways]) => [`\`${field}\``, textOf(ways)]),
  ];
  return `# Permissions

Printed from the schema by \`npm run generate\`. A viewer needs for a field what it says itself, and what every field
above it in the query says. A root field that says nothing needs \`read\`. What is refused is \`FORBIDDEN\`, with the
permission that is missing in \`extensions.permission\`. \`/metrics\` needs \`metrics\`; introspection needs none.

${table(rows)}
`;
}

function waysToFields(schema: GraphQLSchema): Map<string, Ways> {
  const waysToType = new Map<GraphQLObjectType, Ways>();
  const waysToField = new Map<string, Ways>();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const queue: [type: GraphQLObjectType, ways: Ways][] = roots.flatMap((type) =>
    type ? [[type, [new Set()]]] : [],
  );
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [type, ways] = next;
    const known = waysToType.get(type) ?? [];
    const all = shortest([...known, ...ways]);
    if (textOf(all) === textOf(known)) continue;
    waysToType.set(type, all);
    for (const { name, extensions, type: of } of Object.values(type.getFields())) {
      const through = shortest(all.map((way) => new Set([...way, ...(declaredNeeds(extensions) ?? [])])));
      waysToField.set(`${type.name}.${name}`, through);
      for (const object of objectsOf(getNamedType(of), schema)) queue.push([object, through]);
    }
  }
  return new Map(
    Object.values(schema.getTypeMap())
      .filter((type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type))
      .flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`))
      .map((field) => [field, waysToField.get(field) ?? []]),
  );
}

function objectsOf(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

function shortest(ways: Ways): Ways {
  return ways.filter(
    (way, at) =>
      !ways.some((other, n) => n !== at && other.isSubsetOf(way) && (other.size < way.size || n < at)),
  );
}

function textOf(ways: Ways): string {
  if (ways.length === 0) return '(nobody gets there)';
  const texts = ways.map((way) => (way.size === 0 ? 'nothing' : [...way].toSorted().join(' and ')));
  return texts.toSorted().join(' or ');
}

/** As the formatter lays it out; an empty row is the line below the head. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, n) => cell.padEnd(widths[n] ?? 0, cell ? ' ' : '-')));
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
