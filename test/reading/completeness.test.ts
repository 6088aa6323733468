import { expect, test } from 'vitest';
import { Evidence, type ReadFailure } from '../../src/reading/completeness.ts';

function failure(accountId: string, more: Partial<ReadFailure> = {}): ReadFailure {
  return {
    operation: 'sso-admin:ListAccountAssignments',
    code: 'AWS_THROTTLED',
    message: 'slow',
    accountId,
    ...more,
  };
}

test('an answer that rests on nothing is complete, and of no time', () => {
  expect(new Evidence().toCompleteness()).toEqual({
    complete: true,
    asOf: undefined,
    failures: [],
    failuresOmitted: 0,
  });
});

test('an answer is as old as its oldest fact', () => {
  const evidence = new Evidence();
  evidence.addAll([{ readAt: 7 }, { readAt: 5 }, { readAt: undefined }, { readAt: 9 }]);
  expect(evidence.toCompleteness()).toMatchObject({ complete: true, asOf: 5 });
});

test('facts that stand in for a failed read count as old and make the answer incomplete', () => {
  const evidence = new Evidence();
  evidence.add({ readAt: 9 });
  evidence.add({ readAt: 3, failure: failure('1', { asOf: 3 }) });
  expect(evidence.toCompleteness()).toMatchObject({
    complete: false,
    asOf: 3,
    failures: [{ accountId: '1', asOf: 3 }],
  });
});

test('one failed read is told once, however many rows needed it; different ones each', () => {
  const evidence = new Evidence();
  for (let n = 0; n < 5; n++) evidence.add({ readAt: undefined, failure: failure('1') });
  evidence.add({ readAt: undefined, failure: failure('1', { permissionSetArn: 'arn' }) });
  evidence.add({ readAt: undefined, failure: failure('1', { principalId: 'p' }) });
  evidence.add({ readAt: undefined, failure: failure('1', { code: 'AWS_ACCESS_DENIED' }) });
  evidence.add({ readAt: undefined, failure: failure('1', { operation: 'sso-admin:ListInstances' }) });
  evidence.add({ readAt: undefined, failure: failure('2') });
  expect(evidence.toCompleteness().failures).toHaveLength(6);
});

test('a list that failed for many rows is as old as the oldest facts that stand in, if all have some', () => {
  const evidence = new Evidence();
  for (const asOf of [5, 3, 4]) evidence.add({ readAt: asOf, failure: failure('1', { asOf }) });
  expect(evidence.toCompleteness().failures).toEqual([failure('1', { asOf: 3 })]);
  evidence.add({ readAt: undefined, failure: failure('1') });
  evidence.add({ readAt: 2, failure: failure('1', { asOf: 2 }) });
  expect(evidence.toCompleteness().failures).toEqual([failure('1')]);
});

test('a hundred failures are listed, the rest counted', () => {
  const evidence = new Evidence();
  for (let n = 0; n < 100; n++) evidence.add({ readAt: undefined, failure: failure(String(n)) });
  expect(evidence.toCompleteness()).toMatchObject({ complete: false, failuresOmitted: 0 });
  for (let n = 50; n < 130; n++) evidence.add({ readAt: undefined, failure: failure(String(n)) });
  const { failures, failuresOmitted } = evidence.toCompleteness();
  expect([failures.length, failuresOmitted]).toEqual([100, 30]);
});
