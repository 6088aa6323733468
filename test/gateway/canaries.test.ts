import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
} from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { auditKey, auditTrail } from '../server/audit-trail.ts';
import { overWebSocket } from '../server/clients.ts';
import { token } from '../server/running-server.ts';
import { countableSandbox } from './gateway-on-sandbox.ts';
import { loggedGateway, type LoggedGateway } from './logged-gateway.ts';

const canary = 'qCANARYq';

/** Every value that an input can be given with a canary in it, one place at a time. */
function canariesOf(type: GraphQLInputType, level = 0): unknown[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return canariesOf(nullable.ofType, level).map((value) => [value]);
  if (isInputObjectType(nullable)) {
    if (level > 2) return [];
    const required = Object.values(nullable.getFields()).filter((field) => String(field.type).endsWith('!'));
    const others = Object.fromEntries(required.map(({ name }) => [name, canary]));
    return Object.values(nullable.getFields()).flatMap((field) =>
      canariesOf(field.type, level + 1).map((value) => ({ ...others, [field.name]: value })),
    );
  }
  return getNamedType(type).name === 'Boolean' || isEnumType(nullable)
    ? []
    : [canary, `${canary}\u0000${'x'.repeat(2_000)}`];
}

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where fields with arguments are found, beside the roots. */
const ways: Readonly<Record<string, (inner: string) => string>> = {
  Query: (inner) => `query ASK { ${inner} }`,
  Mutation: (inner) => `mutation ASK { ${inner} }`,
  Subscription: (inner) => `subscription ASK { ${inner} }`,
  User: (inner) =>
    `query ASK { principals(filter: { type: USER }, first: 1) { nodes { ... on User { ${inner} } } } }`,
  Group: (inner) =>
    `query ASK { principals(filter: { type: GROUP }, first: 1) { nodes { ... on Group { ${inner} } } } }`,
  PermissionSet: (inner) => `query ASK { permissionSets(first: 1) { nodes { ${inner} } } }`,
  Account: (inner) =>
    `query ASK { targets(filter: { type: AWS_ACCOUNT }, first: 1) { nodes { ... on Account { ${inner} } } } }`,
  OrganizationalUnit: (inner) =>
    `query ASK { targets(filter: { type: AWS_OU }, first: 1) { nodes { ... on OrganizationalUnit { ${inner} } } } }`,
};

function questionsAbout(typeName: string, field: GraphQLField<unknown, unknown>): Asked[] {
  const way = ways[typeName];
  if (!way) return [];
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return field.args.flatMap((arg) =>
    canariesOf(arg.type).map((value) => {
      const required = field.args.filter((other) => other !== arg && String(other.type).endsWith('!'));
      const args = [arg, ...required];
      const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
      const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
      const query = way(`${field.name}(${given})${selection}`).replace('ASK', `${canary}(${declared})`);
      const others = required.map(({ name, type }) => [name, canariesOf(type)[0]]);
      return { query, variables: { ...Object.fromEntries(others), [arg.name]: value } };
    }),
  );
}

const questions = Object.entries(schema.getTypeMap()).flatMap(([name, type]) =>
  'getFields' in type
    ? Object.values(type.getFields()).flatMap((field) => ('args' in field ? questionsAbout(name, field) : []))
    : [],
);

const post = (gateway: LoggedGateway, body: string, headers: Record<string, string> = {}) =>
  fetch(gateway.url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body,
  }).then(answerOf);

/** All of an answer, and of a subscription the first event: some go on for as long as somebody listens. */
async function answerOf({ body }: Response): Promise<string> {
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/^event: next\n.*\n\n/ms.test(text)) break;
  }
  return text;
}

/** Operations are called after the canary, too: a name is told as it is. */
const withoutName = (line: object) => JSON.stringify({ ...line, operationName: undefined });

test('nothing that stands in an argument, however it is wrong, is in the log, nor in the audit but hashed', async () => {
  await using sandbox = await countableSandbox({ accounts: 4, users: 10, groups: 3 });
  using audit = auditTrail();
  await using gateway = await loggedGateway(sandbox, audit.trail);
  expect(questions.length).toBeGreaterThan(200);
  for (const question of questions) {
    const accept = question.query.startsWith('subscription') ? 'text/event-stream' : 'application/json';
    const answer = await post(gateway, JSON.stringify(question), { Accept: accept });
    expect(answer).not.toContain('INTERNAL');
  }
  expect(gateway.log.join('')).toContain('"msg":"request"');
  expect(gateway.log.filter((line) => line.includes(canary) || line.includes('"level":"error"'))).toEqual([]);
  const lines = audit.lines();
  expect(lines.length).toBeGreaterThanOrEqual(questions.length);
  expect(lines.some(({ values }) => values?.length > 0)).toBe(true);
  expect(lines.map(withoutName).filter((line) => line.includes(canary))).toEqual([]);
  for (const secret of [token, auditKey]) expect(audit.text()).not.toContain(secret);
});

test('nothing of a body, a header, a path or a message that cannot be understood is in the log or the audit', async () => {
  await using sandbox = await countableSandbox({ accounts: 2 });
  using audit = auditTrail();
  await using gateway = await loggedGateway(sandbox, audit.trail);
  const bodies = [
    canary,
    `{"query":"${canary}`,
    `{"query":"{ ${canary} }","${canary}":1}`,
    `{"query":"{ __typename @${canary} }","variables":{"${canary}":"${canary}"},"operationName":"${canary}"}`,
    `[{"query":"${canary}"}]`,
    `{"query":{"${canary}":1}}`,
    JSON.stringify({ query: `{ a(x: "${canary}` }),
    JSON.stringify({ query: `{ a(x: "\\${canary}") }` }),
    JSON.stringify({ query: '{'.repeat(9_000) + canary }),
  ];
  for (const body of bodies) await post(gateway, body);
  for (const type of ['text/plain', `application/${canary}`, 'application/graphql', 'multipart/form-data'])
    await post(gateway, canary, { 'Content-Type': type });
  const headers: Record<string, string>[] = [
    { Authorization: `Bearer ${canary}` },
    { Accept: canary },
    { 'User-Agent': canary, Referer: `https://${canary}.example`, Cookie: `${canary}=1` },
    { 'X-Request-Id': canary, 'X-Forwarded-For': canary, Origin: `https://${canary}.example` },
  ];
  for (const header of headers) await post(gateway, '{"query":"{ __typename }"}', header);
  for (const path of [
    `/${canary}`,
    `/graphql?query=${canary}`,
    `/credentials/${canary}/${canary}`,
    `/graphiql/${canary}`,
  ])
    await fetch(new URL(path, gateway.url), { headers: { Authorization: `Bearer ${token}` } });
  const client = overWebSocket(gateway);
  for (const query of [
    canary,
    `{ ${canary} }`,
    `subscription { loginStatus(loginId: "${canary}") { state } }`,
  ]) {
    const answers = client.iterate({ query, operationName: canary, variables: { [canary]: canary } });
    await answers.next().catch(() => undefined);
  }
  await overWebSocket(gateway, `Bearer ${canary}`)
    .iterate({ query: '{ __typename }' })
    .next()
    .catch(() => undefined);
  expect(gateway.log.join('')).toContain('"msg":"request"');
  expect(gateway.log.filter((line) => line.includes(canary) || line.includes('"level":"error"'))).toEqual([]);
  expect(audit.lines().length).toBeGreaterThan(10);
  for (const secret of [canary, token]) expect(audit.text()).not.toContain(secret);
});
