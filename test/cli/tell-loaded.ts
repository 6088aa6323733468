/** Loaded before the program: tells on standard error which packages and rooms of src its modules came from. */
import { registerHooks } from 'node:module';

const loaded = new Set<string>();
registerHooks({
  load(url, context, nextLoad) {
    const [, ofPackage, room] =
      /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/|\/(src\/(?:server\/|main\/)?[^/.]+)/.exec(url) ?? [];
    const name = ofPackage ?? room;
    if (name !== undefined) loaded.add(name);
    return nextLoad(url, context);
  },
});
process.on('exit', () => process.stderr.write(`loaded: ${[...loaded].toSorted().join(' ')}\n`));
