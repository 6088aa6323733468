import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { parseRecipe } from '../../docs/recipe.ts';
import { realValues } from '../../fuzz/campaign.ts';
import { Grammar } from '../../fuzz/grammar.ts';
import { Random } from '../../fuzz/random.ts';
import { countableSandbox, gatewayOn, type TestGateway } from '../../gateway/gateway-on-sandbox.ts';

const all = ['plain', 'lookups', 'plans', 'compiled', 'fragments', 'compression', 'not-modified'] as const;
const ordinary: Partial<Config> = { without: [...all], answerCacheBytes: 0 };
/** Fragments are of what is compiled, and of names that are known. */
const needed: Partial<Record<(typeof all)[number], readonly string[]>> = {
  fragments: ['compiled', 'lookups'],
};
const withOne = (name: (typeof all)[number]): Partial<Config> => ({
  ...ordinary,
  without: all.filter((other) => ![name, 'plain', ...(needed[name] ?? [])].includes(other)),
});
/** Each shortcut alone, and all of them together. */
const ways: Readonly<Record<string, Partial<Config>>> = {
  ...Object.fromEntries(all.map((name) => [name, withOne(name)])),
  answers: { ...withOne('plain'), answerCacheBytes: 64 * 2 ** 20 },
  everything: { without: [], answerCacheBytes: 64 * 2 ** 20 },
};

interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: object;
  readonly operationName?: string;
}

const folder = new URL('../../queries/', import.meta.url);
const golden: Question[] = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((name) => ({ name, query: readFileSync(new URL(name, folder), 'utf8'), variables: {} }));
const [, ...sections] = readFileSync(new URL('../../../docs/recipes.md', import.meta.url), 'utf8').split(
  /^(?=## )/m,
);
const recipes: Question[] = sections
  .map(parseRecipe)
  .map(({ title, query, variables }) => ({ name: title, query, variables: variables ?? {} }));

const sandbox = await countableSandbox({ now: () => Date.UTC(2026, 0, 1) });
afterAll(() => sandbox.close());
const cursorSecret = new Uint8Array(32);
const gateways = new Map<string, TestGateway>();
let reference: TestGateway;
beforeAll(async () => {
  reference = await gatewayOn(sandbox, { config: ordinary, cursorSecret });
  for (const [name, config] of Object.entries(ways))
    gateways.set(name, await gatewayOn(sandbox, { config, cursorSecret }));
}, 60_000);
afterAll(async () => {
  for (const gateway of [reference, ...gateways.values()]) await gateway[Symbol.asyncDispose]();
});

/** The answer as the client has it at last: twice, the second time by a client that has the first. */
async function askTwice({ url }: TestGateway, { query, variables, operationName }: Question) {
  const ask = (headers: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables, operationName }),
    });
  const first = await ask({});
  const body = await first.text();
  const etag = first.headers.get('etag');
  const second = await ask(etag === null ? {} : { 'if-none-match': etag });
  const again = second.status === 304 ? undefined : await second.text();
  const told = (text: string) => JSON.parse(text);
  return { status: first.status, first: settled(told(body)), again: settled(told(again ?? body)) };
}

/** Without what no two gateways have in common: ids of errors, moments of reads, places in walks. */
function settled(value: any, key = ''): unknown {
  // What calls are expected to take follows from what former ones took.
  if (key === 'waitMs' || (typeof value === 'number' && !Number.isInteger(value))) return 'some time';
  if (Array.isArray(value)) {
    const items = value.map((item) => settled(item));
    // Which of two fields fails first is chance where both are looked up.
    return key === 'errors' ? items.map((item) => JSON.stringify(item)).toSorted() : items;
  }
  if (typeof value === 'string')
    return value
      .replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, 'a moment')
      .replace(/[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}(?=\.$|$)/, 'an id')
      .replace(/^[\w-]{80,}$/, (text) => (isNodeId(text) ? text : 'a cursor'));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, settled(member, name)]));
}

/** A cursor begins with what nobody foresees, and now and then like an id. */
function isNodeId(text: string): boolean {
  try {
    return Array.isArray(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64url'))),
    );
  } catch {
    return false;
  }
}

async function expectSame(question: Question): Promise<void> {
  const expected = await askTwice(reference, question);
  for (const [name, gateway] of gateways) {
    const told = await askTwice(gateway, question);
    // One that has the answer is told that, which says nothing of calls: the second answer need not be compared by it.
    expect({ way: name, query: question.query, ...told, again: dataOf(told.again) }).toEqual({
      way: name,
      query: question.query,
      ...expected,
      again: dataOf(expected.again),
    });
  }
}

function dataOf(answer: any): unknown {
  return { data: answer.data, errors: answer.errors };
}

test.each(golden)('the query $name has the same answer by each shortcut and without', expectSame);

test.each(recipes)('the recipe "$name" has the same answer by each shortcut and without', expectSame);

/** Fields that variables leave out, by each of what they may be in turn. */
const choosing: Question[] = [
  { all: true },
  { all: false },
  { all: true, names: false },
  { all: false, names: null },
].map((variables) => ({
  name: JSON.stringify(variables),
  query: `query ($all: Boolean!, $names: Boolean = true) {
      assignments(first: 3) {
        totalCount @include(if: $all)
        nodes { id principal { principalId name @include(if: $names) } ... @skip(if: $names) { permissionSet { arn } } ...Place @include(if: $all) }
      }
    }
    fragment Place on Assignment { target { targetId name @skip(if: $all) } }`,
  variables,
}));

test.each(choosing)(
  'a query that leaves out fields by $name has the same answer by each shortcut and without',
  expectSame,
);

test('a thousand random queries have the same answers, errors and extensions by each shortcut and without', async () => {
  const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
  const real = await realValues({ url: reference.url, token: '' } as Parameters<typeof realValues>[0]);
  // Everything is read first: by which of two reads side by side a name came is chance.
  const whole =
    '{ assignments(first: 1000) { nodes { principal { name } permissionSet { name } target { name } } } targets(first: 1000) { nodes { name } } principals(first: 1000) { nodes { name } } }';
  for (const gateway of [reference, ...gateways.values()]) await gateway.ask(whole);
  const random = new Random(Number(process.env['SHORTCUTS_SEED'] ?? 1));
  let asked = 0;
  while (asked < 1_000) {
    const { query, variables, operationName } = new Grammar(schema, real, random).input();
    // A mutation does something each time, and a subscription goes on.
    if (!/^query\b/.test(query)) continue;
    asked += 1;
    await expectSame({
      name: String(asked),
      query,
      variables,
      ...(operationName !== undefined && { operationName }),
    });
  }
  expect(asked).toBe(1_000);
}, 900_000);
