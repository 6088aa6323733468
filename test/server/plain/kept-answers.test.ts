import { readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../../src/schema/index.ts';
import { Answer } from '../../../src/server/plain/answer.ts';
import { AnswerCache, type Basis } from '../../../src/server/plain/answer-cache.ts';
import { keepableOf } from '../../../src/server/plain/keepable.ts';
import { Moments } from '../../../src/mirror/state/moments.ts';

const document = parse('{ assignments { totalCount } }');
const hour = 3_600_000;

/** A cache over facts that were read at these moments, and may be an hour old. */
function cacheOver({ readAt = [0], maxBytes = 10_000_000 }: { readAt?: number[]; maxBytes?: number }) {
  const moments = new Moments();
  for (const at of readAt) moments.add(at);
  const state = { version: 1, now: 0 };
  const basis: Basis = {
    version: () => state.version,
    goodUntil: (ages, now) => Math.min(...ages.map((age) => moments.nextFrom(now - age) + age)),
    agesMs: [hour],
  };
  const cache = new AnswerCache(maxBytes, basis, () => state.now);
  const keep = (key: string, more: { agesMs?: number[]; hasCursors?: boolean } = {}, text = '{}') =>
    cache.set(key, new Answer(Buffer.from(text)), document, {
      version: cache.version(),
      askedAt: state.now,
      agesMs: [],
      hasCursors: false,
      ...more,
    });
  return { cache, state, keep };
}

test('an answer is given again until something changes that it may show', () => {
  const { cache, state, keep } = cacheOver({});
  keep('a');
  expect(cache.get('a')).toBeDefined();
  state.version = 2;
  expect(cache.get('a')).toBeUndefined();
  state.version = 1;
  expect(cache.get('a'), 'it is forgotten').toBeUndefined();
});

test('an answer that something changed under while it was made is not kept', () => {
  const { cache, state } = cacheOver({});
  const version = cache.version();
  state.version = 2;
  cache.set('a', new Answer(Buffer.from('{}')), document, {
    version,
    askedAt: 0,
    agesMs: [],
    hasCursors: false,
  });
  expect(cache.get('a')).toBeUndefined();
});

test('an answer is given again while all that was young enough is so, by the age that its query names, too', () => {
  const { cache, state, keep } = cacheOver({ readAt: [0, 30_000] });
  state.now = hour - 20_000;
  keep('a');
  keep('b', { agesMs: [hour - 10_000] });
  state.now = hour - 10_001;
  expect(cache.get('b')).toBeDefined();
  state.now = hour - 10_000;
  expect(cache.get('b'), 'a fact is as old as it may be').toBeUndefined();
  state.now = hour - 1;
  expect(cache.get('a')).toBeDefined();
  state.now = hour;
  expect(cache.get('a')).toBeUndefined();
});

test('an answer that places in a walk stand in is given again for five seconds, and any other for a minute', () => {
  const { cache, state, keep } = cacheOver({});
  keep('cursors', { hasCursors: true });
  keep('none');
  state.now = 4_999;
  expect(cache.get('cursors')).toBeDefined();
  state.now = 5_000;
  expect(cache.get('cursors')).toBeUndefined();
  state.now = 59_999;
  expect(cache.get('none')).toBeDefined();
  state.now = 60_000;
  expect(cache.get('none')).toBeUndefined();
});

test('an answer from times that have not come, as after a clock was set back, is not given', () => {
  const { cache, state, keep } = cacheOver({});
  state.now = 1_000;
  keep('a');
  state.now = 999;
  expect(cache.get('a')).toBeUndefined();
});

test('kept answers take no more bytes than they may, and those go first that nobody asked for lately', () => {
  const { cache, keep } = cacheOver({ maxBytes: 40_000 });
  const text = 'x'.repeat(1_000);
  for (let n = 0; n < 10; n++) keep(`answer ${n}`, {}, text);
  expect(cache.get('answer 0')).toBeDefined();
  for (let n = 10; n < 15; n++) keep(`answer ${n}`, {}, text);
  expect(cache.get('answer 0')).toBeDefined();
  expect(cache.get('answer 1')).toBeUndefined();
  const [bytes] = cache.metrics().find(({ name }) => name.endsWith('_bytes'))!.samples;
  expect(bytes!.value).toBeGreaterThan(30_000);
  expect(bytes!.value).toBeLessThanOrEqual(40_000);
});

test('of moments that were forgotten nothing is said', () => {
  const moments = new Moments();
  for (let second = 1; second <= 50_001; second++) moments.add(second * 1_000);
  expect(moments.nextFrom(10_500)).toBe(10_500);
  expect(moments.nextFrom(40_000_500)).toBe(40_000_500);
  expect(moments.nextFrom(50_002_000)).toBe(Number.POSITIVE_INFINITY);
});

const kept = [
  'assignments',
  'permissionSet',
  'permissionSets',
  'principal',
  'principals',
  'target',
  'targets',
].toSorted();

test('answers are kept of the organization alone: never of a viewer, a sign-in, the portal, credentials, or what is to come', () => {
  const roots = Object.keys(schema.getQueryType()!.getFields());
  expect(roots.filter((name) => keepableOf(parse(`{ ${name} }`), schema)).toSorted()).toEqual(kept);
  expect(keepableOf(parse('{ __schema { types { name } } }'), schema)).toBeUndefined();
  const operations = [
    ...Object.keys(schema.getMutationType()!.getFields()).map((name) => `mutation { ${name} }`),
    ...Object.keys(schema.getSubscriptionType()!.getFields()).map((name) => `subscription { ${name} }`),
  ];
  expect(operations.filter((text) => keepableOf(parse(text), schema))).toEqual([]);
});

test('one field beside it that is not about the organization keeps an answer from being kept', () => {
  const beside = (more: string) => keepableOf(parse(`{ assignments { totalCount } ${more} }`), schema);
  expect(beside('')).toBeDefined();
  const mine = [
    'viewer { name }',
    'session { state }',
    '... on Query { availableAccounts { nodes { accountId } } }',
    'other: session { accessToken }',
    'more: assignments { nodes { instance { arn } } }',
    'more: assignments { nodes { held { firstSeen } } }',
  ];
  expect(mine.filter((more) => beside(more))).toEqual([]);
  const text = '{ ...Mine } fragment Mine on Query { assignments { totalCount } session { state } }';
  expect(keepableOf(parse(text), schema)).toBeUndefined();
});

test('the ages that a query allows are found as literals, variables and defaults of variables', () => {
  const text = `query ($age: Duration = "PT5M", $other: Duration) {
    a: assignments(maxAge: "PT1M") { totalCount }
    b: assignments(maxAge: $age) { totalCount }
    c: assignments(maxAge: $other) { pageInfo { endCursor } }
  }`;
  const keepable = keepableOf(parse(text), buildSchema(readFileSync('schema.graphql', 'utf8')));
  expect(keepable?.hasCursors).toBe(true);
  expect(keepable?.agesWith({})).toEqual([60_000, 300_000]);
  expect(keepable?.agesWith({ age: 'PT2M', other: 'PT3M' })).toEqual([60_000, 120_000, 180_000]);
});
