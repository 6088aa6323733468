// Ends the process with one line when its Node is too old for the rest, which such a Node could not even read.
// Plain old JavaScript, therefore. npm's scripts load it first, with --require.

const { isOld, needed, packageName, isPackaged } = require('./node.cjs');

if (isOld) {
  const remedy = isPackaged
    ? `npm brings one along as ${packageName}, which is not here: run "npm ci" in a checkout, or install the package again`
    : `npm brings none along for ${process.platform}-${process.arch}: install one from https://nodejs.org`;
  process.stderr.write(
    `identity-center-gateway: needs Node ${needed} or newer, and this is ${process.version}; ${remedy}\n`,
  );
  process.exit(1);
}

require('./keep-compiled.cjs');
