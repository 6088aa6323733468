// What npm does at the end of `npm ci` in a checkout: builds the page for people. For whatever Node npm runs on: where
// the page cannot be built, that is said, and the rest of the installation stays good.

const { isOld, needed } = require('../bin/node.cjs');

function canResolve(name) {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

const obstacle = isOld
  ? `this is Node ${process.version}, and it takes ${needed}`
  : ['vite/package.json', 'preact'].every(canResolve)
    ? undefined
    : 'the devDependencies are not installed';

if (obstacle) process.stderr.write(`The page for people is not built: ${obstacle}.\n`);
else void import('./explorer/build.ts');
