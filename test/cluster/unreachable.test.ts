import { once } from 'node:events';
import { expect, test } from 'vitest';
import { program } from '../cli/program.ts';

test('a gateway whose database cannot be reached says why in the log, once, and waits for it', async () => {
  const store = 'postgres://somebody:canary-password@127.0.0.1:1/none';
  await using started = program(['serve', '--auth', 'none', '--port', '0'], {
    GATEWAY_STORE: store,
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  let log = '';
  started.child.stderr!.on('data', (text: string) => (log += text));
  const url = (await started.firstLine).replace('Gateway ready at ', '');
  while (!log.includes('ECONNREFUSED')) await once(started.child.stderr!, 'data');
  const ready = new URL('/ready', url);
  // It has tried again a few times by then.
  for (const until = Date.now() + 1_500; Date.now() < until;) expect((await fetch(ready)).status).toBe(503);
  expect(log.split('ECONNREFUSED')).toHaveLength(2);
  expect(log).not.toContain('canary-password');
});
