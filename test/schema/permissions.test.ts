import { readFileSync } from 'node:fs';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isAbstractType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { schema } from '../../src/schema/index.ts';
import { type Permission, permissions, type Viewer } from '../../src/viewer.ts';

/** Who has exactly these permissions. */
function viewer(held: readonly Permission[]): Viewer {
  const [issuer, subject] = ['https://id.example', 'ada'];
  return { viewerId: subject, issuer, subject, name: subject, isLocal: false, permissions: new Set(held) };
}

/** Every set of permissions that somebody may have. */
const everySet = permissions.reduce<Permission[][]>(
  (sets, permission) => [...sets, ...sets.map((set) => [...set, permission])],
  [[]],
);

/** Whether the field as it is served lets this viewer through: with no reader and no portal behind, it fails later. */
function lets(held: readonly Permission[], field: GraphQLField<unknown, unknown>): boolean {
  const context = { viewer: viewer(held), allowsTokenExport: true };
  try {
    const answer: unknown = (field.subscribe ?? field.resolve)?.({}, {}, context, {} as never);
    Promise.resolve(answer).catch(() => {});
    return true;
  } catch (error) {
    return !(error instanceof GatewayError && error.code === 'FORBIDDEN');
  }
}

function objectsOf(field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
  const type: GraphQLNamedType = getNamedType(field.type);
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

/** All fields to which some query leads this viewer. */
function reachedWith(held: readonly Permission[]): Set<string> {
  const reached = new Set<string>();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const types = new Set(roots.filter((type) => type != null));
  // A set goes on to what is added to it meanwhile.
  for (const type of types)
    for (const field of Object.values(type.getFields())) {
      if (!lets(held, field)) continue;
      reached.add(`${type.name}.${field.name}`);
      for (const next of objectsOf(field)) types.add(next);
    }
  return reached;
}

const table = new Map(
  readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8')
    .matchAll(/^\| `([\w.]+)` +\| (.+?) +\|$/gm)
    .map(([, field = '', needs = '']) => [field, needs]),
);

/** Whether the table says that these permissions are enough. */
function isEnough(held: readonly Permission[], needs: string): boolean {
  return needs
    .split(' or ')
    .some((way) => way === 'nothing' || way.split(' and ').every((one) => (held as string[]).includes(one)));
}

test('docs/permissions.md has every field of the schema', () => {
  const fields = Object.values(schema.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) => Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
  expect([...table.keys()]).toEqual(fields);
});

test.each(everySet.map((held) => [held.join(', ') || 'no permission', held] as const))(
  'a viewer with %s gets to the fields that docs/permissions.md says, and to no other',
  (_, held) => {
    const reached = reachedWith(held);
    const promised = [...table].filter(([, needs]) => isEnough(held, needs)).map(([field]) => field);
    expect([...reached].toSorted()).toEqual(promised.toSorted());
  },
);

test('the fields that need no permission are who asks, and those of one permission are not of another', () => {
  expect([...reachedWith([])]).toEqual([
    'Query.viewer',
    'Viewer.name',
    'Viewer.permissions',
    'Viewer.expiresAt',
  ]);
  const shared = [...reachedWith(['read']).intersection(reachedWith(['credentials']))];
  expect(new Set(shared.map((field) => field.split('.')[0]))).toEqual(
    new Set(['Query', 'Viewer', 'PageInfo', 'Completeness', 'ReadFailure', 'UnmatchedValue']),
  );
});
