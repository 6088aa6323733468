import { SqliteStore } from '../../src/store/sqlite.ts';

/** Another gateway on the same file: keeps so many batches, and prints the number of each that is kept. */
const [file = '', times = '0'] = process.argv.slice(2);
const isShared = Number(times) <= 10;
const store = new SqliteStore(file, (message) => process.stderr.write(`${message}\n`));
const log = await store.log({ endpoint: 'e', instanceArn: isShared ? 'i' : String(process.pid) });
for (let n = 0; n < Number(times); n++) {
  const keys = isShared ? [`other/${n}`] : ['a', 'b', 'c'].map((letter) => `${letter}/${n}`);
  const extents = keys.map((key) => ({ key, readAt: n, facts: 'facts' }));
  await log.commit({ extents, changes: [], dropped: [] }, 0);
  process.stdout.write(`${n + 1}\n`);
}
await store[Symbol.asyncDispose]();
