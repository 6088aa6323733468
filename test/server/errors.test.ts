import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { AwsError, badInput, GatewayError } from '../../src/errors.ts';
import { context, runningServer, schemaOf } from './running-server.ts';

const sdl = 'type Query { sibling: String, fails(n: Int): String, fails2: String, required: String! }';

function failing(error: unknown) {
  const fails = () => {
    throw error;
  };
  return { schema: schemaOf(sdl, { sibling: 'here', fails, fails2: fails, required: null }) };
}

test('an expected failure goes out with its code, details, path and place, and leaves its siblings alone', async () => {
  const error = new AwsError('AWS_ACCESS_DENIED', 'sso-admin:ListInstances', 'Allow sso:ListInstances.', {
    action: 'sso:ListInstances',
    cause: new Error('canary-cause'),
  });
  await using server = await runningServer(failing(error));
  const response = await server.ask('{ sibling fails }');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    data: { sibling: 'here', fails: null },
    errors: [
      {
        message: 'Allow sso:ListInstances.',
        path: ['fails'],
        locations: [{ line: 1, column: 11 }],
        extensions: {
          code: 'AWS_ACCESS_DENIED',
          operation: 'sso-admin:ListInstances',
          action: 'sso:ListInstances',
        },
      },
    ],
  });
  expect(server.log.join('')).not.toContain('"level":"error"');
});

test('the cause of an expected failure stays inside', async () => {
  await using server = await runningServer(failing(badInput('first', 'expected 1', new Error('canary'))));
  const body = await (await server.ask('{ fails }')).text();
  expect(JSON.parse(body)).toMatchObject({
    errors: [{ extensions: { code: 'BAD_INPUT', argument: 'first' } }],
  });
  expect(body).not.toContain('canary');
});

test('an unexpected error is masked, keeps its path, and is found in the log by its id', async () => {
  await using server = await runningServer(failing(new TypeError('canary: password=hunter2')));
  const text = await (await server.ask('{ sibling fails }')).text();
  expect(text).not.toMatch(/canary|hunter2|TypeError/);
  const body = JSON.parse(text);
  expect(body).toMatchObject({
    data: { sibling: 'here', fails: null },
    errors: [{ path: ['fails'], extensions: { code: 'INTERNAL' } }],
  });
  const { errorId } = body.errors[0].extensions;
  const lines = server.log.filter((line) => line.includes(errorId));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'error',
    err: { name: 'TypeError', stack: expect.stringMatching(/^at .*errors\.test\.ts/) },
  });
  expect(server.log.join('')).not.toMatch(/canary|hunter2/);
});

test('the message of an unexpected error, which may quote what a client sent, is not logged, nor that of its cause', async () => {
  const wrapped = new GatewayError('INTERNAL', 'A lookup failed', { cause: new Error('canary') });
  const resolvers = [
    () => new RegExp(`canary${'('.repeat(2)}`, 'u'),
    () => JSON.parse('canary'),
    () => Promise.reject(new Error('x', { cause: wrapped })),
    () => Promise.reject('canary'),
  ];
  for (const fails of resolvers) {
    await using server = await runningServer({
      schema: schemaOf(sdl, { sibling: 'here', fails, fails2: fails, required: null }),
    });
    await server.ask('{ fails }');
    const log = server.log.join('');
    expect(log).toContain('"level":"error"');
    expect(log).not.toContain('canary');
  }
});

test('the message of an error of the machine is logged, as it says what to do', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  const damaged = Object.assign(new Error('database disk image is malformed'), { code: 'ERR_SQLITE_ERROR' });
  for (const error of [full, damaged]) {
    await using server = await runningServer(failing(error));
    await server.ask('{ fails }');
    expect(server.log.join('')).toContain(`"message":"${error.message}"`);
  }
});

test('an error that fails several fields is logged once, under one id', async () => {
  await using server = await runningServer(failing(new Error('once')));
  const { errors } = await (await server.ask('{ fails fails2 }')).json();
  expect(errors).toHaveLength(2);
  expect(new Set(errors.map((error: any) => error.extensions.errorId)).size).toBe(1);
  expect(server.log.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
});

test.each(['a string', undefined, { an: 'object' }])('%j, thrown, is masked too', async (thrown) => {
  await using server = await runningServer(failing(thrown));
  expect(await (await server.ask('{ fails }')).json()).toMatchObject({
    errors: [{ extensions: { code: 'INTERNAL' } }],
  });
});

test('null for a field that may not be null is our mistake', async () => {
  await using server = await runningServer(failing('unused'));
  expect(await (await server.ask('{ required }')).json()).toMatchObject({
    errors: [{ path: ['required'], extensions: { code: 'INTERNAL' } }],
  });
});

test('a context that cannot be made is masked', async () => {
  await using server = await runningServer({
    createContext: () => {
      throw new Error('canary');
    },
  });
  const text = await (await server.ask('{ hello }')).text();
  expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
  expect(text).not.toContain('canary');
});

test('a context that refuses says why', async () => {
  await using server = await runningServer({
    createContext: () => {
      throw new GatewayError('FORBIDDEN', 'not you');
    },
  });
  expect(await (await server.ask('{ hello }')).json()).toMatchObject({
    errors: [{ message: 'not you', extensions: { code: 'FORBIDDEN' } }],
  });
});

test.each([
  ['a syntax error', '{ hello', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
  ['an argument of the wrong type', '{ fails(n: "x") }', 'GRAPHQL_VALIDATION_FAILED'],
])('%s keeps its text for who sent it, and has none of it in the log', async (_, query, code) => {
  await using server = await runningServer(failing('unused'));
  const { errors } = await (await server.ask(`${query} # canary`)).json();
  expect(server.log.join('')).not.toMatch(/hello|nope|fails|canary|Syntax/);
  expect(errors[0]).toMatchObject({ extensions: { code } });
  expect(errors[0].message).toMatch(/Syntax Error|nope|Int cannot/);
});

test('a variable of the wrong type is bad input', async () => {
  await using server = await runningServer(failing('unused'));
  const body = JSON.stringify({ query: 'query ($n: Int) { fails(n: $n) }', variables: { n: 'x' } });
  expect(await (await server.ask('', { body })).json()).toMatchObject({
    errors: [{ extensions: { code: 'BAD_INPUT' } }],
  });
});

test("GraphQL's own error from a resolver keeps its code", async () => {
  await using server = await runningServer(
    failing(new GraphQLError('deep', { extensions: { code: 'QUERY_TOO_COSTLY' } })),
  );
  expect(await (await server.ask('{ fails }')).json()).toMatchObject({
    errors: [{ message: 'deep', path: ['fails'], extensions: { code: 'QUERY_TOO_COSTLY' } }],
  });
});

test('a cancelled read is logged at debug only', async () => {
  await using server = await runningServer(failing(new DOMException('aborted', 'AbortError')));
  const { errors } = await (await server.ask('{ fails }')).json();
  expect(errors[0].extensions.code).toBe('TIMEOUT');
  expect(server.log.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
});

test('every executed response tells its calls to AWS', async () => {
  const calls = { calls: 1, byOperation: { 'sso-admin:ListInstances': 1 }, throttled: 0, waitMs: 0 };
  await using server = await runningServer({ createContext: () => context(calls) });
  expect(await (await server.ask('{ hello }')).json()).toMatchObject({ extensions: { aws: calls } });
});

test('a response that was not executed tells that there were none', async () => {
  await using server = await runningServer();
  expect(await (await server.ask('{ nope }')).json()).toMatchObject({
    extensions: { aws: { calls: 0, byOperation: {}, throttled: 0, waitMs: 0 } },
  });
});
