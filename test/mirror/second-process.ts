import { MirrorStore } from '../../src/mirror/mirror.ts';
import { account, provisionedTo, userId } from './sample-rows.ts';

/** Another gateway on the same file: opens it and commits as often as it is told. */
const [file = '', name = '', times = '0'] = process.argv.slice(2);
await using store = new MirrorStore(file, (message) => {
  throw new Error(message);
});
const { accounts, assignments, pairs } = await store.mirrorOf('e', 'i');
for (let n = 0; n < Number(times); n++) {
  const accountId = `${name} ${n}`;
  await accounts.put(account(accountId), 1);
  await pairs.replaceOfAccount(provisionedTo(accountId, 1), accountId, ['set']);
  await assignments.replacePair({ accountId, permissionSetArn: 'set' }, [userId(name)], 2, 3);
}
