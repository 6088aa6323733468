import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';

interface Row {
  readonly id: string;
  readonly principal: { principalId: string; principalType: string; name: string | null };
  readonly permissionSet: { arn: string; name: string | null };
  readonly target: { targetId: string; targetType: string; name: string | null };
}

interface Rows {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly completeness: { readonly complete: boolean; readonly asOf: string };
}

const page: Rows = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'));

/** What a page costs at least in GraphQL: Yoga and Pothos alone, with the default executor, over the given page. */
const builder = new SchemaBuilder<object>({});
const Principal = builder.objectRef<Row['principal']>('Principal').implement({
  fields: (t) => ({
    principalId: t.exposeString('principalId', { nullable: false }),
    principalType: t.exposeString('principalType', { nullable: false }),
    name: t.exposeString('name', { nullable: true }),
  }),
});
const PermissionSet = builder.objectRef<Row['permissionSet']>('PermissionSet').implement({
  fields: (t) => ({
    arn: t.exposeString('arn', { nullable: false }),
    name: t.exposeString('name', { nullable: true }),
  }),
});
const Target = builder.objectRef<Row['target']>('Target').implement({
  fields: (t) => ({
    targetId: t.exposeString('targetId', { nullable: false }),
    targetType: t.exposeString('targetType', { nullable: false }),
    name: t.exposeString('name', { nullable: true }),
  }),
});
const Assignment = builder.objectRef<Row>('Assignment').implement({
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    principal: t.field({ type: Principal, nullable: false, resolve: (row) => row.principal }),
    permissionSet: t.field({ type: PermissionSet, nullable: false, resolve: (row) => row.permissionSet }),
    target: t.field({ type: Target, nullable: false, resolve: (row) => row.target }),
  }),
});
const PageInfo = builder.objectRef<Rows['pageInfo']>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { nullable: false }),
    endCursor: t.exposeString('endCursor', { nullable: true }),
  }),
});
const Completeness = builder.objectRef<Rows['completeness']>('Completeness').implement({
  fields: (t) => ({
    complete: t.exposeBoolean('complete', { nullable: false }),
    asOf: t.exposeString('asOf', { nullable: false }),
  }),
});
const Connection = builder.objectRef<Rows>('AssignmentConnection').implement({
  fields: (t) => ({
    nodes: t.field({ type: [Assignment], nullable: false, resolve: (rows) => [...rows.nodes] }),
    pageInfo: t.field({ type: PageInfo, nullable: false, resolve: (rows) => rows.pageInfo }),
    completeness: t.field({ type: Completeness, nullable: false, resolve: (rows) => rows.completeness }),
  }),
});
builder.queryType({
  fields: (t) => ({
    assignments: t.field({
      type: Connection,
      nullable: false,
      args: { first: t.arg.int() },
      resolve: () => page,
    }),
  }),
});
const server = createServer(createYoga({ schema: builder.toSchema(), logging: false }));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}/graphql`);
});
