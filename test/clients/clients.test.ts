import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { schema } from '../../src/schema/index.ts';
import { program, type Program } from '../cli/program.ts';
import { watched } from './watched.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = await readFile(join(root, 'docs/clients.md'), 'utf8');
const dashboards = await readFile(join(root, 'docs/dashboards.md'), 'utf8');

/** The code blocks of one language in the section of one client. */
function blocksOf(client: string, language: string, text = page): string[] {
  const section = text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${client}\n`));
  const blocks = section?.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
  return Array.from(blocks ?? [], ([, code]) => code!);
}

let folder: string;
let demo: Program;
let environment: NodeJS.ProcessEnv;
let wanted: string[];

// The demo as it is, but with a token, because that is what real gateways want.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const tokenFile = join(folder, 'token');
  demo = program(['demo', '--port', '0', '--auth', 'token', '--token-file', tokenFile]);
  const url = (await demo.firstLine).replace('Gateway ready at ', '');
  const token = (await readFile(tokenFile, 'utf8')).trim();
  environment = { ...process.env, GATEWAY_URL: url, GATEWAY_TOKEN: token };
  wanted = await administrators();
});
afterAll(async () => {
  await demo[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Who holds AdministratorAccess and where, as the programs print it; a deleted principal has no name. */
async function administrators(): Promise<string[]> {
  await using sandbox = await startSandbox();
  const { organization } = sandbox;
  const set = organization.permissionSets().find(({ name }) => name === 'AdministratorAccess')!;
  const rows = organization
    .accounts()
    .flatMap(({ id, name }) =>
      organization.assignments(id, set.arn).map((row) => ({ ...row, account: name })),
    )
    .map(({ account, ...row }) => {
      const user = organization.user(row.principalId)?.userName;
      const group = organization.group(row.principalId)?.displayName;
      const key = [row.accountId, row.principalType, row.principalId].join(' ');
      return { key, line: `${user ?? group ?? null} ${account}` };
    });
  return rows.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ line }) => line);
}

async function runScript(name: string, code: string): Promise<string[]> {
  await writeFile(join(folder, name), code);
  const { stdout, stderr } = await run(process.execPath, [name], { cwd: folder, env: environment });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('there is more than a page to get', () => {
  expect(wanted.length).toBeGreaterThan(50);
});

describe('the program on the page prints all assignments, with the token of the gateway', () => {
  test.each(['graphql-request', 'Apollo Client', 'urql', 'graphql-ws'])('%s', async (client) => {
    const [code = ''] = blocksOf(client, 'js');
    const file = `${client.replace(' ', '-').toLowerCase()}.js`;
    expect(await runScript(file, code)).toEqual(wanted);
  });

  test('curl', async () => {
    const [code = ''] = blocksOf('curl', 'sh');
    const example = 'http://127.0.0.1:4000/graphql';
    expect(code).toContain(example);
    const script = code.replace(example, environment['GATEWAY_URL']!);
    const { stdout } = await run('bash', ['-c', script], { env: environment });
    const { data } = JSON.parse(stdout);
    const lines = data.assignments.nodes.map(
      ({ principal, target }: any) => `${principal.name} ${target.name}`,
    );
    expect(lines).toEqual(wanted);
  });
});

describe('a client that asks again is told that nothing has changed', () => {
  const section = 'Asking again and again';
  const programs = blocksOf(section, 'js');

  test('curl', async () => {
    const [code = ''] = blocksOf(section, 'sh');
    const script = code.replace('http://127.0.0.1:4000/graphql', environment['GATEWAY_URL']!);
    // The first answer tells of calls, and the mirror may learn of names meanwhile: the second has all of it.
    const { stdout } = await run('bash', ['-c', `${script}\nask`], { cwd: folder, env: environment });
    expect(stdout.trimEnd().split('\n')).toEqual(['200', '304', '304']);
    const { data } = JSON.parse(await readFile(join(folder, 'answer.json'), 'utf8'));
    expect(data.assignments.nodes).toHaveLength(wanted.length);
  });

  test.each([
    ['Apollo Client', 1],
    ['urql', 2],
  ])('%s', async (_client, n) => {
    await using gateway = await watched(environment['GATEWAY_URL']!);
    await writeFile(join(folder, 'fetch-unless-unchanged.js'), programs[0]!);
    await writeFile(join(folder, 'again.js'), programs[n]!);
    const env = { ...environment, GATEWAY_URL: gateway.url };
    const { stdout } = await run(process.execPath, ['again.js'], { cwd: folder, env });
    expect(stdout).toBe(`${wanted.length}\n${wanted.length}\n`);
    expect(gateway.statuses).toEqual([200, 304]);
  });

  test('the fetch on the page keeps a hundred answers, each of its own question by whatever method', async () => {
    await writeFile(join(folder, 'fetch-unless-unchanged.js'), programs[0]!);
    const code = `
      import { fetchUnlessUnchanged } from './fetch-unless-unchanged.js';
      const sent = [];
      const ask = fetchUnlessUnchanged(async (url, { body = '', headers }) => {
        const etag = 'of ' + url + body;
        const known = headers.get('If-None-Match');
        sent.push(known);
        return known === etag ? new Response(null, { status: 304 }) : new Response(url + body, { headers: { etag } });
      });
      const told = async (...question) => (await ask(...question)).text();
      const first = [await told('/a', {}), await told('/b', {}), await told('/a', { body: 'c' }), await told('/a', {})];
      for (let n = 0; n < 100; n++) await told('/other', { body: String(n) });
      sent.length = 0;
      console.log(JSON.stringify([first, await told('/other', { body: '99' }), await told('/b', {}), sent]));
    `;
    const [line = ''] = await runScript('keeps.js', code);
    expect(JSON.parse(line)).toEqual([['/a', '/b', '/ac', '/a'], '/other99', '/b', ['of /other99', null]]);
  });
});

describe('the program of a dashboard', () => {
  beforeAll(async () => {
    const [poll = ''] = blocksOf('One round after the other', 'js', dashboards);
    await writeFile(join(folder, 'poll.js'), poll);
  });

  test.each(['Apollo Client', 'urql'])('%s shows all assignments in its first round', async (client) => {
    const [code = ''] = blocksOf(client, 'js', dashboards);
    expect(await runScript(`dashboard-${client.replace(' ', '-')}.js`, code)).toEqual(wanted);
  });

  test.each([
    ['Apollo Client', /new HttpLink\(.*\)(?=,)/],
    ['urql', /new Client\(.*\)(?=;)/],
  ])('%s is not sent again what it has, with what the page says of it', async (client, plain) => {
    const section = 'What is the same is not sent again';
    const [clients = ''] = blocksOf(section, 'js', dashboards);
    const [way = ''] =
      clients
        .split(/^(?=new )/m)
        .map((part) => part.split('; // '))
        .find(([, name]) => name?.trim() === client) ?? [];
    const [code = ''] = blocksOf(client, 'js', dashboards);
    const changes: readonly (readonly [RegExp | string, string])[] = [
      [plain, way],
      ['first: 50', 'first: 1000'],
      [/\n *endCursor(?=\n)/, ''],
      ['everyMs: 30_000', 'everyMs: 1'],
      // Otherwise it would go on for ever.
      ['onError: ({ message }) =>', 'onError: (error) => stop.abort() ??'],
      ['console.error(message)', 'console.error(error)'],
      [
        'if (isComplete) stop.abort();',
        'if (isComplete && (globalThis.rounds = (globalThis.rounds ?? 0) + 1) === 3) stop.abort();',
      ],
    ];
    const changed = changes.reduce((text, [from, to]) => {
      expect(text).toMatch(from);
      return text.replace(from, to);
    }, `import { fetchUnlessUnchanged } from './fetch-unless-unchanged.js';\n${code}`);
    const [fetchUnlessUnchanged = ''] = blocksOf('Asking again and again', 'js');
    await writeFile(join(folder, 'fetch-unless-unchanged.js'), fetchUnlessUnchanged);
    const file = `unchanged-${client.replace(' ', '-')}.js`;
    await writeFile(join(folder, file), changed);
    await using gateway = await watched(environment['GATEWAY_URL']!);
    const env = { ...environment, GATEWAY_URL: gateway.url };
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, env });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toEqual([...wanted, ...wanted, ...wanted]);
    expect(gateway.statuses).toEqual([200, 304, 304]);
  });

  test.each(['Apollo Client', 'urql'])('%s waits as long as the gateway asks', async (client) => {
    const asked: number[] = [];
    await using server = createServer((_request, response) => {
      asked.push(performance.now());
      response.setHeader('Content-Type', 'application/json');
      if (asked.length > 1) return response.end(JSON.stringify({ data: { assignments: onePage } }));
      response.statusCode = 429;
      response.setHeader('Retry-After', '1');
      const extensions = { code: 'TOO_MANY_REQUESTS' };
      return response.end(JSON.stringify({ errors: [{ message: 'Too many.', extensions }] }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const [code = ''] = blocksOf(client, 'js', dashboards);
    const file = `busy-${client.replace(' ', '-')}.js`;
    await writeFile(join(folder, file), code.replace('everyMs: 30_000', 'everyMs: 1'));
    const env = { ...environment, GATEWAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: folder, env });
    expect([stdout, stderr.trim().split('\n').length]).toEqual(['anna prod\n', 1]);
    expect(asked[1]! - asked[0]!).toBeGreaterThan(990);
    server.closeAllConnections();
  });
});

const onePage = {
  nodes: [{ principal: { name: 'anna' }, target: { name: 'prod' } }],
  pageInfo: { hasNextPage: false, endCursor: null },
  completeness: { complete: true },
};

test('curl prints a sweep as it comes, until it is done', async () => {
  const [, code = ''] = blocksOf('curl', 'sh');
  const script = code.replace('http://127.0.0.1:4000/graphql', environment['GATEWAY_URL']!);
  const { stdout } = await run('bash', ['-c', script], { env: environment });
  const events = [...stdout.matchAll(/^data: (.+)$/gm)].map(
    ([, text = '']) => JSON.parse(text).data.assignmentSweep,
  );
  const rows = events.flatMap(({ assignments }) => assignments);
  expect(rows.map(({ principal, target }: any) => `${principal.name} ${target.name}`)).toEqual(wanted);
  expect(events.at(-1).progress.done).toBe(true);
});

describe('gql.tada', () => {
  const compiler = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: true };

  /** What the compiler says of a program beside the schema's types. */
  async function compile(file: string, code: string): Promise<string> {
    await writeFile(join(folder, file), code);
    const compilerOptions = { ...compiler, allowImportingTsExtensions: true, types: ['node'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = join(root, 'node_modules/.bin/tsc');
    return run(tsc, ['-p', folder], { cwd: folder }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  }

  test('the types come from the gateway, fit the program, and refuse what the schema does not have', async () => {
    const [fetchTypes = ''] = blocksOf('gql.tada', 'js');
    await runScript('fetch-types.js', fetchTypes);
    const [code = ''] = blocksOf('gql.tada', 'ts');
    expect(await compile('program.ts', code)).toBe('');
    expect(await runScript('program.ts', code)).toEqual(
      wanted.map((line) => line.replace(/^null /, '(deleted) ')),
    );
    const misspelt = code.replace('principal.name?', 'principal.nmae?');
    expect(await compile('misspelt.ts', misspelt)).toContain("'nmae' does not exist");
    const careless = code.replace('principal.name?.trim()', 'principal.name.trim()');
    expect(await compile('careless.ts', careless)).toContain('possibly');
    const wrong = code.replace('{ filter, after }', '{ filter, after: 1 }');
    expect(await compile('wrong.ts', wrong)).toContain("Type 'number' is not assignable");
  });
});

test("the query for Python's gql fits the schema", () => {
  const [code = ''] = blocksOf("Python's gql", 'python');
  const query = /gql\("""(.*?)"""\)/s.exec(code)?.[1] ?? '';
  expect(validate(schema, parse(query))).toEqual([]);
});
