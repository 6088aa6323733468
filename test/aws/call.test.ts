import { once } from 'node:events';
import { expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.ts';
import { all, callOptions, fakeAws, instantClock, instanceArn, type Reply } from './fake-aws.ts';
import { ManualClock, settled } from './manual-clock.ts';

const good: Reply = { body: { InstanceArn: instanceArn, IdentityStoreId: 'd-1234567890' } };
const throttle: Reply = { error: 'ThrottlingException', message: 'Rate exceeded' };
const fault: Reply = { error: 'InternalServerException', status: 500 };
const dropped: Reply = (response) => response.destroy();
const never: Reply = () => {};

/** The given replies in turn, then good ones. */
function first(...replies: Reply[]) {
  return (_: unknown, index: number): Reply => replies[index] ?? good;
}

test('a throttled call is made again, and counted each time', async () => {
  const clock = instantClock();
  await using fake = await fakeAws(first(throttle, throttle), { clock });
  const options = callOptions(undefined, clock);
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, options)).resolves.toMatchObject({
    instanceArn,
  });
  expect(options.meter.toJSON()).toEqual({
    calls: 3,
    byOperation: { 'sso-admin:DescribeInstance': 3 },
    throttled: 2,
    waitMs: 1500,
  });
  expect(clock.slept).toEqual([500, 1000]);
});

test('the SDK adds no attempts of its own, whatever the environment asks for', async () => {
  process.env['AWS_MAX_ATTEMPTS'] = '5';
  try {
    await using fake = await fakeAws(() => ({ error: 'ValidationException' }));
    await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toThrow(
      'ValidationException',
    );
    expect(fake.asked).toHaveLength(1);
  } finally {
    delete process.env['AWS_MAX_ATTEMPTS'];
  }
});

test('back-off doubles with full jitter, up to 20 seconds', async () => {
  const clock = instantClock();
  await using fake = await fakeAws(() => throttle, { clock, random: () => 0.999 });
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toThrow('throttles');
  expect(clock.slept.map(Math.round)).toEqual([999, 1998, 3996, 7992, 15984]);
});

test('endless throttling ends in AWS_THROTTLED after 6 attempts', async () => {
  await using fake = await fakeAws(() => throttle);
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toMatchObject({
    code: 'AWS_THROTTLED',
    operation: 'sso-admin:DescribeInstance',
    message: expect.stringContaining('6 attempts'),
    details: { awsError: 'ThrottlingException', requestId: 'request-1' },
  });
  expect(fake.asked).toHaveLength(6);
});

test('endless server faults end in AWS_UNAVAILABLE after 4 attempts', async () => {
  await using fake = await fakeAws(() => fault);
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toMatchObject({
    code: 'AWS_UNAVAILABLE',
    message: expect.stringContaining('4 attempts'),
  });
  expect(fake.asked).toHaveLength(4);
});

for (const [what, reply] of [
  ['a server fault', fault],
  ['a dropped connection', dropped],
  [
    'an answer that breaks off',
    (response) =>
      void response.writeHead(200, { 'content-length': 99 }).write('{"In', () => response.destroy()),
  ],
  ['HTTP 503 with a page for people', (response) => void response.writeHead(503).end('<html>Busy</html>')],
  ['HTTP 429 without a body', (response) => void response.writeHead(429).end()],
  ['a throttle of Organizations', { error: 'TooManyRequestsException' }],
  ['a throttle with a namespace', { error: 'com.amazonaws.sso#ThrottlingException' }],
] satisfies [string, Reply][]) {
  test(`after ${what} the call is made again`, async () => {
    await using fake = await fakeAws(first(reply));
    await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).resolves.toMatchObject({
      instanceArn,
    });
    expect(fake.asked).toHaveLength(2);
  });
}

for (const [what, reply] of [
  ['a refusal', { error: 'AccessDeniedException' }],
  ['an operation that the endpoint does not have', { error: 'UnknownOperationException' }],
  ['HTTP 501', { error: 'NotImplemented', status: 501 }],
  ['an answer that is not JSON', (response) => void response.end('hello')],
] satisfies [string, Reply][]) {
  test(`after ${what} the call is not made again`, async () => {
    await using fake = await fakeAws(first(reply));
    await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toBeInstanceOf(
      GatewayError,
    );
    expect(fake.asked).toHaveLength(1);
  });
}

test('a fault in mid-paging repeats that page only', async () => {
  await using fake = await fakeAws((asked, index) =>
    index === 1
      ? fault
      : {
          body: { PermissionSets: [`p${index}`], ...('NextToken' in asked.input ? {} : { NextToken: 't' }) },
        },
  );
  expect(await all(fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions()))).toEqual(['p0', 'p2']);
  expect(fake.asked.map(({ input }) => input['NextToken'])).toEqual([undefined, 't', 't']);
});

test('after a clock that is wrong the call is signed anew with the time that AWS gave', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000);
  const skewed: Reply = {
    error: 'InvalidSignatureException',
    message: 'Signature expired',
    headers: { date: tomorrow.toUTCString() },
  };
  await using fake = await fakeAws(first(skewed));
  await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  const day = tomorrow.toISOString().slice(0, 10).replaceAll('-', '');
  expect(fake.asked[1]?.headers['x-amz-date']).toMatch(new RegExp(`^${day}T`));
});

for (const [where, reply] of [
  ['the header Retry-After in seconds', { ...throttle, headers: { 'retry-after': '7' } }],
  ['the header x-amz-retry-after in milliseconds', { ...throttle, headers: { 'x-amz-retry-after': '7000' } }],
  ['RetryAfterSeconds in the body', { ...throttle, more: { RetryAfterSeconds: 7 } }],
  ['RetryAfterSeconds of a server fault', { ...fault, more: { RetryAfterSeconds: 7 } }],
] satisfies [string, Reply][]) {
  test(`${where} is the least wait`, async () => {
    const clock = instantClock();
    await using fake = await fakeAws(first(reply), { clock, random: () => 0 });
    await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
    expect(clock.slept).toEqual([7000]);
  });
}

test('Retry-After may be a date', async () => {
  const clock = instantClock();
  const at = new Date(Date.now() + 30_000).toUTCString();
  await using fake = await fakeAws(first({ ...throttle, headers: { 'retry-after': at } }), { clock });
  await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  expect(clock.slept[0]).toBeGreaterThan(25_000);
  expect(clock.slept[0]).toBeLessThan(31_000);
});

test('a wait longer than a minute is left to the client, who is told how long', async () => {
  const clock = instantClock();
  await using fake = await fakeAws(() => ({ ...throttle, headers: { 'retry-after': '300' } }), { clock });
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toMatchObject({
    code: 'AWS_THROTTLED',
    details: { retryAfterMs: 300_000 },
  });
  expect(fake.asked).toHaveLength(1);
  expect(clock.slept).toEqual([]);
});

test('an attempt without an answer is given up and made again', async () => {
  await using fake = await fakeAws(first(never), { attemptTimeoutMs: 200 });
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).resolves.toMatchObject({
    instanceArn,
  });
  expect(fake.asked).toHaveLength(2);
});

test('an answer that stops half way is given up and the call made again', async () => {
  const stalled: Reply = (response) => void response.writeHead(200, { 'content-length': 99 }).write('{"In');
  await using fake = await fakeAws(first(stalled), { attemptTimeoutMs: 200 });
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions())).resolves.toMatchObject({
    instanceArn,
  });
  expect(fake.asked).toHaveLength(2);
});

test('an endpoint that nobody listens on is AWS_UNAVAILABLE, with the address', async () => {
  const fake = await fakeAws(() => good);
  const { aws, url } = fake;
  await fake[Symbol.asyncDispose]();
  await expect(aws.ssoAdmin.describeInstance(instanceArn, callOptions())).rejects.toMatchObject({
    code: 'AWS_UNAVAILABLE',
    message: expect.stringContaining(`ECONNREFUSED ${new URL(url).host}`),
  });
});

test('an abort while AWS works rejects with its reason, and is neither retried nor waited for', async () => {
  const controller = new AbortController();
  const reason = new Error('the client is gone');
  await using fake = await fakeAws(() => (response) => {
    response.once('close', () => closed.resolve());
    controller.abort(reason);
  });
  const closed = Promise.withResolvers<void>();
  const options = callOptions(controller.signal);
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, options)).rejects.toBe(reason);
  await closed.promise;
  expect(fake.asked).toHaveLength(1);
  expect(options.meter.toJSON()).toMatchObject({ calls: 1, throttled: 0 });
});

test('an abort before the call makes none', async () => {
  await using fake = await fakeAws(() => good);
  const options = callOptions(AbortSignal.abort('too late'));
  await expect(fake.aws.ssoAdmin.describeInstance(instanceArn, options)).rejects.toBe('too late');
  expect(fake.asked).toEqual([]);
});

test('an abort right after asking makes no call, with or without a budget', async () => {
  for (const unlimited of [false, true]) {
    await using fake = await fakeAws(() => good, { unlimited });
    const controller = new AbortController();
    const call = fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions(controller.signal));
    controller.abort('never mind');
    await expect(call).rejects.toBe('never mind');
    expect(fake.asked).toEqual([]);
  }
});

test('an abort between two attempts rejects with its reason at once', async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const reason = new Error('deadline');
  await using fake = await fakeAws(() => throttle, { clock });
  const call = fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions(controller.signal));
  call.catch(() => {});
  while (clock.timers === 0) await settled();
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(clock.timers).toBe(0);
});

test('an abort between two pages ends the list with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  await using fake = await fakeAws((_, index) => ({ body: { PermissionSets: [], NextToken: `t${index}` } }));
  const reading = (async () => {
    for await (const _ of fake.aws.ssoAdmin.listPermissionSets(instanceArn, callOptions(controller.signal))) {
      controller.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
  expect(fake.asked).toHaveLength(1);
});

test('a call waits for its token, says how long on the meter, and an abort ends the wait', async () => {
  const clock = new ManualClock();
  await using fake = await fakeAws(() => good, { clock, unlimited: false, ssoAdminTps: 1 });
  const bystander = callOptions();
  for (let n = 0; n < 5; n += 1) await fake.aws.ssoAdmin.describeInstance(instanceArn, bystander);
  const patient = callOptions(undefined, clock);
  const waiting = fake.aws.ssoAdmin.describeInstance(instanceArn, patient);
  const controller = new AbortController();
  const leaving = fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions(controller.signal));
  leaving.catch(() => {});
  await settled();
  expect(fake.asked).toHaveLength(5);
  controller.abort('gone');
  await expect(leaving).rejects.toBe('gone');
  await clock.advance(1000);
  await waiting;
  expect(patient.meter.toJSON()).toMatchObject({ calls: 1, waitMs: 1000 });
  expect(fake.asked).toHaveLength(6);
});

test('after a throttle the neighbours of a call hold back too', async () => {
  const clock = new ManualClock();
  await using fake = await fakeAws(first(throttle), { clock, unlimited: false, random: () => 0.9 });
  const throttled = fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  while (clock.timers === 0) await settled();
  const neighbour = fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  await clock.advance(899);
  expect(fake.asked).toHaveLength(1);
  await clock.advance(1200);
  await Promise.all([throttled, neighbour]);
  expect(fake.asked).toHaveLength(3);
});

test('background calls wait while interactive ones do', async () => {
  const clock = new ManualClock();
  await using fake = await fakeAws(() => good, { clock, unlimited: false, ssoAdminTps: 1 });
  for (let n = 0; n < 5; n += 1) await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  const order: string[] = [];
  const calls = (['background', 'interactive'] as const).map((lane) =>
    fake.aws.ssoAdmin.describeInstance(instanceArn, { ...callOptions(), lane }).then(() => order.push(lane)),
  );
  await clock.advance(1000);
  await calls[1];
  // Until the bucket is full again, what flows into it is kept for the next interactive call.
  await clock.advance(4999);
  expect(order).toEqual(['interactive']);
  await clock.advance(1);
  await Promise.all(calls);
  expect(order).toEqual(['interactive', 'background']);
});

test('clients take turns where calls wait', async () => {
  const clock = new ManualClock();
  await using fake = await fakeAws(() => good, { clock, unlimited: false, ssoAdminTps: 1 });
  for (let n = 0; n < 5; n += 1) await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  const order: string[] = [];
  const calls = ['one', 'one', 'one', 'another'].map((client) =>
    fake.aws.ssoAdmin
      .describeInstance(instanceArn, { ...callOptions(), client })
      .then(() => order.push(client)),
  );
  for (let n = 1; n <= 4; n += 1) {
    await clock.advance(1000);
    while (order.length < n) await settled();
  }
  await Promise.all(calls);
  expect(order).toEqual(['one', 'another', 'one', 'one']);
});

test('many calls at once reuse a bounded number of connections', async () => {
  let connections = 0;
  await using fake = await fakeAws(() => (response) => {
    const { socket } = response;
    if (socket && !('seen' in socket)) connections += Object.assign(socket, { seen: 1 }).seen;
    setImmediate(() => response.end(JSON.stringify('body' in good ? good.body : {})));
  });
  const options = callOptions();
  await Promise.all(
    Array.from({ length: 200 }, () => fake.aws.ssoAdmin.describeInstance(instanceArn, options)),
  );
  expect(connections).toBeLessThanOrEqual(32);
  expect(options.meter.toJSON().calls).toBe(200);
});

test('a call that was answered leaves no timer behind', async () => {
  await using fake = await fakeAws(() => good);
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  const before = timers();
  for (let n = 0; n < 20; n += 1) await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  expect(timers()).toBeLessThan(before + 10);
});

test('close ends idle connections, so that the process can end', async () => {
  let socketClosed: Promise<unknown> | undefined;
  await using fake = await fakeAws(() => (response) => {
    socketClosed = once(response.socket!, 'close');
    response.end(JSON.stringify('body' in good ? good.body : {}));
  });
  await fake.aws.ssoAdmin.describeInstance(instanceArn, callOptions());
  fake.aws.close();
  await expect(socketClosed).resolves.toBeDefined();
});
