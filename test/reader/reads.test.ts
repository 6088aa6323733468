import { expect, test } from 'vitest';
import type { AwsError } from '../../src/errors.ts';
import { SingleFlight } from '../../src/reading/single-flight.ts';
import { orThrow, Reads, type Extent } from '../../src/reader/reads.ts';
import { anybody, asker, awsError, promisesSettle } from '../reading/read-scope.ts';

const minuteMs = 60_000;

/** Extents whose coverage is a map, and that AWS answers or refuses as the test says. */
function world() {
  let now = 1_000_000;
  const readAt = new Map<string, number>();
  const failing = new Map<string, Error>();
  const asked: string[] = [];
  const extent = (key: string): Extent => ({
    key: { kind: 'list', text: key, parts: [] },
    about: { accountId: key },
    readAt: () => readAt.get(key),
    read: async ({ startedAt }) => {
      asked.push(key);
      const failure = failing.get(key);
      if (failure) throw failure;
      readAt.set(key, startedAt);
      return startedAt;
    },
  });
  return {
    reads: new Reads(new SingleFlight(() => now), () => now),
    extent,
    readAt,
    failing,
    asked,
    now: () => now,
    pass: (ms: number) => void (now += ms),
  };
}

test('facts that the mirror has fresh enough are not read', async () => {
  const { reads, extent, readAt, asked } = world();
  readAt.set('a', 5);
  expect(await reads.ensure(extent('a'), 5, anybody)).toEqual({ readAt: 5 });
  expect(asked).toEqual([]);
});

test('facts that are missing or too old are read once, and the outcome says when the read began', async () => {
  const { reads, extent, readAt, asked, now } = world();
  readAt.set('a', 5);
  expect(await reads.ensure(extent('a'), 6, anybody)).toEqual({ readAt: now() });
  expect(await reads.ensure(extent('b'), 0, anybody)).toEqual({ readAt: now() });
  expect(await reads.ensure(extent('b'), 0, anybody)).toEqual({ readAt: now() });
  expect(asked).toEqual(['a', 'b']);
});

test('a failed read names its operation and subject, and how old the facts are that stand in', async () => {
  const { reads, extent, readAt, failing } = world();
  const error = awsError('AWS_UNAVAILABLE');
  failing.set('a', error);
  const failure = {
    operation: 'sso-admin:ListAccountAssignments',
    code: 'AWS_UNAVAILABLE',
    message: error.message,
    accountId: 'a',
  };
  expect(await reads.ensure(extent('a'), 6, anybody)).toEqual({ readAt: undefined, failure, error });
  readAt.set('a', 5);
  expect(await reads.ensure(extent('a'), 6, anybody)).toEqual({
    readAt: 5,
    failure: { ...failure, asOf: 5 },
    error,
  });
});

test('a failure of AWS is asked again at once', async () => {
  const { reads, extent, failing, asked } = world();
  failing.set('a', awsError('AWS_UNAVAILABLE'));
  await reads.ensure(extent('a'), 0, anybody);
  failing.clear();
  expect(await reads.ensure(extent('a'), 0, anybody)).not.toHaveProperty('failure');
  expect(asked).toEqual(['a', 'a']);
});

test('a refusal is remembered for five minutes, of this extent only', async () => {
  const { reads, extent, failing, asked, pass, now } = world();
  failing.set('a', awsError('AWS_ACCESS_DENIED'));
  for (const _ of [1, 2]) {
    expect(await reads.ensure(extent('a'), 0, anybody)).toMatchObject({
      failure: { code: 'AWS_ACCESS_DENIED' },
    });
    pass(2 * minuteMs);
  }
  await reads.ensure(extent('b'), 0, anybody);
  expect(asked).toEqual(['a', 'b']);
  failing.clear();
  pass(minuteMs + 1);
  expect(await reads.ensure(extent('a'), 0, anybody)).toEqual({ readAt: now() });
});

test('a thing that AWS does not have is not asked for again for a minute, unless somebody wants to know it afresh', async () => {
  const { reads, extent, failing, asked, pass, now } = world();
  failing.set('a', awsError('NOT_FOUND'));
  for (const _ of [1, 2])
    expect(await reads.ensure(extent('a'), 0, anybody)).toMatchObject({ failure: { code: 'NOT_FOUND' } });
  expect(asked).toEqual(['a']);
  expect(reads.refusalOf(awsError('NOT_FOUND').operation, 0)).toBeUndefined();
  pass(1);
  await reads.ensure(extent('a'), now(), anybody);
  failing.clear();
  pass(minuteMs + 1);
  expect(await reads.ensure(extent('a'), 0, anybody)).toEqual({ readAt: now() });
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('a question that needs facts fresher than the refusal has AWS asked again', async () => {
  const { reads, extent, failing, asked, pass, now } = world();
  failing.set('a', awsError('AWS_ACCESS_DENIED'));
  await reads.ensure(extent('a'), 0, anybody);
  pass(1_000);
  await reads.ensure(extent('a'), now(), anybody);
  expect(asked).toEqual(['a', 'a']);
});

test('an allowed read ends the memory of a refusal', async () => {
  const { reads, extent, readAt, failing, asked, pass, now } = world();
  failing.set('a', awsError('AWS_ACCESS_DENIED'));
  await reads.ensure(extent('a'), 0, anybody);
  failing.clear();
  pass(1);
  await reads.ensure(extent('a'), now(), anybody);
  readAt.delete('a');
  await reads.ensure(extent('a'), 0, anybody);
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('bad credentials fail every extent for a moment', async () => {
  const { reads, extent, failing, asked, pass } = world();
  failing.set('a', awsError('AWS_CREDENTIALS'));
  await reads.ensure(extent('a'), 0, anybody);
  expect(await reads.ensure(extent('b'), 0, anybody)).toMatchObject({ failure: { code: 'AWS_CREDENTIALS' } });
  pass(5_001);
  expect(await reads.ensure(extent('b'), 0, anybody)).not.toHaveProperty('failure');
  expect(asked).toEqual(['a', 'b']);
});

test('a refusal that comes too late for whoever asked is remembered, too', async () => {
  const { reads, extent, asked } = world();
  const late = asker();
  const answer = Promise.withResolvers<number>();
  const slow = { ...extent('a'), read: () => answer.promise };
  const waiting = reads.ensure(slow, 0, late.scope);
  await promisesSettle();
  late.timeOut();
  await expect(waiting).rejects.toBe(late.late);
  answer.reject(awsError('AWS_ACCESS_DENIED'));
  await promisesSettle();
  expect(await reads.ensure(extent('a'), 0, anybody)).toMatchObject({
    failure: { code: 'AWS_ACCESS_DENIED' },
  });
  expect(asked).toEqual([]);
});

test.each(['AWS_ACCESS_DENIED', 'NOT_FOUND'] as const)(
  'the memory of %s has an end: the oldest go first',
  async (code) => {
    const { reads, extent, failing, asked } = world();
    for (let n = 0; n <= 10_000; n++) {
      failing.set(String(n), awsError(code));
      await reads.ensure(extent(String(n)), 0, anybody);
    }
    asked.length = 0;
    await reads.ensure(extent('10000'), 0, anybody);
    await reads.ensure(extent('0'), 0, anybody);
    expect(asked).toEqual(['0']);
  },
);

test('an error that is none of AWS is thrown, and so is giving up', async () => {
  const { reads, extent, failing } = world();
  const bug = new TypeError('a bug');
  failing.set('a', bug);
  await expect(reads.ensure(extent('a'), 0, anybody)).rejects.toBe(bug);
  const gone = asker();
  gone.leave();
  await expect(reads.ensure(extent('b'), 0, gone.scope)).rejects.toBe(gone.gone);
});

test('a caller that cannot go on without facts gets the error, unless older ones stand in', () => {
  const error: AwsError = awsError('AWS_THROTTLED');
  expect(() => orThrow({ readAt: undefined, error })).toThrow(error);
  expect(orThrow({ readAt: 5, error })).toEqual({ readAt: 5, error });
  expect(orThrow({ readAt: 5 })).toEqual({ readAt: 5 });
});
