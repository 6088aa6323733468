import { execute, type GraphQLObjectType, parse, subscribe } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import type { Permission, Viewer } from '../../src/viewer.ts';

function viewer(isLocal: boolean, ...permissions: Permission[]): Viewer {
  return { viewerId: 'ada', name: 'ada', isLocal, permissions: new Set(permissions) };
}

/** A reader and a portal that must not be reached. */
function contextOf(who: Viewer) {
  return { viewer: who, allowsTokenExport: true };
}

/** Argument literals that get past validation. */
const args: Record<string, string> = {
  node: '(id: "x")',
  nodes: '(ids: ["x"])',
  principal: '(by: { principalId: "x" })',
  permissionSet: '(by: { name: "x" })',
  target: '(by: { accountId: "x" })',
  cancelLogin: '(loginId: "x")',
  loginStatus: '(loginId: "x")',
  roleCredentials: '(input: { accountId: "111122223333", roleName: "x" })',
  createCredentialsToken: '(input: { accountId: "111122223333", roleName: "x" })',
  revokeCredentialsToken: '(id: "x")',
};

function operationOf(type: GraphQLObjectType, field: string) {
  return parse(`${type.name.toLowerCase()} { ${field}${args[field] ?? ''} { __typename } }`);
}

const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
  (type) => type != null,
);
const fields = roots.flatMap((type) =>
  Object.keys(type.getFields()).map((field) => [`${type.name}.${field}`, type, field] as const),
);

async function refusalOf(type: GraphQLObjectType, field: string, who: Viewer): Promise<unknown> {
  const operation = type === schema.getSubscriptionType() ? subscribe : execute;
  const result = await operation({
    schema,
    document: operationOf(type, field),
    contextValue: contextOf(who),
  });
  return 'errors' in result ? result.errors?.[0]?.originalError : undefined;
}

test.each(fields)('%s is refused to a viewer who may not read', async (_, type, field) => {
  expect(await refusalOf(type, field, viewer(true, 'metrics'))).toMatchObject({ code: 'FORBIDDEN' });
});

test('fields that hand out credentials are refused to a viewer who may only read', async () => {
  const refused = await Promise.all(
    fields.map(async ([, type, field]) => {
      const error = await refusalOf(type, field, viewer(true, 'read'));
      return (error as { code?: string } | undefined)?.code === 'FORBIDDEN' ? [field] : [];
    }),
  );
  expect(refused.flat()).toEqual(['roleCredentials', 'createCredentialsToken', 'revokeCredentialsToken']);
});

test('on a shared gateway, who may not have credentials may not sign in either', async () => {
  const login = [schema.getMutationType()!, 'login'] as const;
  expect(await refusalOf(...login, viewer(false, 'read'))).toMatchObject({
    code: 'FORBIDDEN',
    details: { permission: 'credentials' },
  });
});

test('the portal token is refused to a viewer who may only read', async () => {
  const session = { startUrl: 'x', region: 'x', state: 'SIGNED_IN', refreshable: true };
  const result = await execute({
    schema,
    document: parse('{ session { accessToken } }'),
    contextValue: { ...contextOf(viewer(true, 'read')), portal: { session: async () => session } },
  });
  expect(result.errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' });
});
