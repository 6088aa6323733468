import { describe, expect, it } from 'vitest';
import { countableSandbox, gatewayOn } from '../gateway/gateway-on-sandbox.ts';

const small = { accounts: 12, permissionSets: 4, users: 12, groups: 4 };

/** Lists of the graph that are easily taken for one another. */
function lists(groupIds: readonly string[], arn: string): Record<string, (args: string) => string> {
  const [one = '', other = ''] = groupIds;
  const inGroup = (id: string) => (args: string) =>
    `principal(by: { principalId: "${id}" }) { ... on Group { list: members(${args}) { edges { cursor } } } }`;
  const inSet = (more: string) => (args: string) =>
    `permissionSet(by: { arn: "${arn}" }) { list: accounts(${args} ${more}) { edges { cursor } } }`;
  const atRoot = (field: string, filter: string) => (args: string) =>
    `list: ${field}(${args} filter: ${filter}) { edges { cursor } }`;
  return {
    principals: atRoot('principals', '{}'),
    'principals of one type': atRoot('principals', '{ type: USER }'),
    permissionSets: atRoot('permissionSets', '{}'),
    targets: atRoot('targets', '{}'),
    assignments: atRoot('assignments', '{}'),
    'members of one group': inGroup(one),
    'members of another group': inGroup(other),
    'accounts of a permission set': inSet(''),
    'its accounts by status': inSet('provisioningStatus: LATEST_PERMISSION_SET_PROVISIONED'),
  };
}

function listIn(data: any): { edges: { cursor: string }[] } | null {
  return data.list ?? (Object.values(data)[0] as any)?.list ?? null;
}

async function prepared() {
  const sandbox = await countableSandbox(small);
  const { organization } = sandbox;
  const populous = organization
    .groups()
    .filter(({ groupId }) => organization.membershipsOfGroup(groupId).length > 1);
  const set = organization
    .permissionSets()
    .find(({ arn }) => organization.accountsProvisionedWith(arn).length > 1)!;
  return {
    sandbox,
    all: lists(
      populous.map(({ groupId }) => groupId),
      set.arn,
    ),
  };
}

describe('a cursor', () => {
  it('is of one list: every other refuses it', async () => {
    const { sandbox, all } = await prepared();
    await using _ = sandbox;
    await using gateway = await gatewayOn(sandbox);
    const cursors = new Map<string, string>();
    for (const [name, list] of Object.entries(all)) {
      const { data, errors } = await gateway.ask(`{ ${list('first: 1')} }`);
      expect(errors).toBeUndefined();
      cursors.set(name, listIn(data)!.edges[0]!.cursor);
    }
    expect(new Set(cursors.values()).size).toBe(cursors.size);
    for (const [name, list] of Object.entries(all))
      for (const [owner, cursor] of cursors) {
        const { data, errors } = await gateway.ask(`{ ${list(`after: "${cursor}"`)} }`);
        const code = errors?.[0]?.extensions.code;
        const rows = listIn(data)?.edges.length;
        const isOwn = name === owner;
        expect({ name, owner, code, goesOn: rows !== undefined && rows > 0 }).toEqual({
          name,
          owner,
          code: isOwn ? undefined : 'INVALID_CURSOR',
          goesOn: isOwn,
        });
      }
  });

  it.each(['', 'nonsense', 'AAAA', Buffer.alloc(64).toString('base64url')])(
    'a cursor that nobody gave is refused: %j',
    async (cursor) => {
      const { sandbox, all } = await prepared();
      await using _ = sandbox;
      await using gateway = await gatewayOn(sandbox);
      for (const list of Object.values(all)) {
        const { errors } = await gateway.ask(`{ ${list(`after: "${cursor}"`)} }`);
        expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR', argument: 'after' } }]);
      }
    },
  );
});

it.each([0, -1, 1001])(
  'first: %i is BAD_INPUT in every list, before anything of it is read',
  async (first) => {
    const { sandbox, all } = await prepared();
    await using _ = sandbox;
    await using gateway = await gatewayOn(sandbox);
    for (const list of Object.values(all)) {
      const { errors } = await gateway.ask(`{ ${list(`first: ${first}`)} }`);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', argument: 'first' } }]);
    }
    // Some lists stand within a group or a permission set, which is looked up before.
    const lookups = /:(ListInstances|ListGroups|Describe\w+)$/;
    expect(Object.keys(sandbox.counts()).filter((name) => !lookups.test(name))).toEqual([]);
  },
);

it('many equal queries at once make no call twice, and all get the same answer', async () => {
  const { sandbox, all } = await prepared();
  await using _ = sandbox;
  const query = `{ ${Object.values(all)
    .map((list, n) => list('first: 5').replace(/^(list: )?(\w+)/, `q${n}: $2`))
    .join(' ')} }`;
  sandbox.reset();
  await using gateway = await gatewayOn(sandbox);
  const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.ask(query)));
  const asked = sandbox.calls().map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  // A cursor carries the moment of its query.
  const shapes = answers.map(({ data }) => JSON.stringify(data).replaceAll(/"cursor":"[^"]*"/g, '"cursor"'));
  expect(new Set(shapes).size).toBe(1);
  for (const { errors } of answers) expect(errors).toBeUndefined();
});
