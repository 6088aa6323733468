import { buildSchema, parse, type GraphQLObjectType } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { identifiedBy, told } from '../../../src/schema/fields/told.ts';
import { executeToText } from '../../../src/server/compiled/execute.ts';
import { countableSandbox, gatewayOn } from '../../gateway/gateway-on-sandbox.ts';

const sandbox = await countableSandbox();
afterAll(() => sandbox.close());

/** Rows and what is in them as the graph declares them, with how often each of their fields was resolved. */
function counting() {
  const schema = buildSchema(
    'type Query { rows: [Row] } type Row { id: ID holder: Holder since: Int secret: String } type Holder { name: String age: Int }',
  );
  const resolved: Record<string, number> = {};
  const type = (name: string) => schema.getType(name) as GraphQLObjectType;
  const declare = (name: string, field: string, isTold: boolean, value: unknown) =>
    Object.assign(type(name).getFields()[field]!, {
      ...(isTold && told),
      resolve: (thing: object) => {
        resolved[field] = (resolved[field] ?? 0) + 1;
        return value === 'thing' ? thing : value;
      },
    });
  const era = {};
  const thing = { reader: { era: () => era }, freshness: {} };
  for (const name of ['Row', 'Holder'])
    Object.assign(
      type(name),
      identifiedBy(() => [name]),
    );
  declare('Row', 'id', true, 'one');
  declare('Row', 'holder', true, 'thing');
  declare('Row', 'since', false, 7);
  declare('Row', 'secret', true, 'known');
  Object.assign(type('Row').getFields()['secret']!, {
    extensions: { ...told.extensions, permissions: ['credentials'] },
  });
  declare('Holder', 'name', true, 'Ada');
  declare('Holder', 'age', false, 36);
  const ask = async (text: string) => {
    const document = parse(text);
    const once = async () => executeToText({ schema, document, rootValue: { rows: [thing] } }, true);
    return [await once(), await once()];
  };
  return { resolved, ask };
}

test('a row is told again as a whole where all that is asked of it stays the same', async () => {
  const { resolved, ask } = counting();
  const answers = await ask('{ rows { id holder { name } } }');
  expect(answers).toEqual([answers[0], answers[0]]);
  expect(answers[0]).toMatchObject({ data: '{"rows":[{"id":"one","holder":{"name":"Ada"}}]}' });
  expect(resolved).toEqual({ id: 1, holder: 1, name: 1 });
});

test.each(['since', 'holder { name age }'])(
  'a row is told anew where %s is asked, which may be another at once',
  async (field) => {
    const { resolved, ask } = counting();
    await ask(`{ rows { id ${field} } }`);
    expect(resolved).toMatchObject({ id: 2, [field.includes('age') ? 'age' : 'since']: 2 });
  },
);

test('a row is told anew where something in it needs a permission, which another viewer may lack', async () => {
  const { resolved, ask } = counting();
  await ask('{ rows { id secret } }');
  expect(resolved).toEqual({ id: 2, secret: 2 });
});

test('a name that was read anew is in rows that had been told with the former one', async () => {
  await using gateway = await gatewayOn(sandbox, { config: { answerCacheBytes: 0 } });
  const rows = '{ assignments(first: 1000) { nodes { id principal { principalId name } } } }';
  const nameOf = (answer: Awaited<ReturnType<typeof gateway.ask>>, id: string) =>
    answer.data.assignments.nodes.find((row: any) => row.principal.principalId === id).principal.name;
  const { data } = await gateway.ask(rows);
  const user = sandbox.organization
    .users()
    .find(({ userId }) => data.assignments.nodes.some((row: any) => row.principal.principalId === userId))!;
  expect(nameOf(await gateway.ask(rows), user.userId)).toBe(user.userName);
  sandbox.organization.updateUser(user.userId, { ...user, userName: 'called.otherwise' });
  expect(nameOf(await gateway.ask(rows), user.userId), 'nobody has read of it').toBe(user.userName);
  const one = `{ principal(by: { principalId: "${user.userId}" }) { name } }`;
  await gateway.ask(rows.replace('first: 1000', 'first: 1000, maxAge: "PT0S"'));
  expect((await gateway.ask(one)).data.principal.name).toBe('called.otherwise');
  expect(nameOf(await gateway.ask(rows), user.userId)).toBe('called.otherwise');
});
