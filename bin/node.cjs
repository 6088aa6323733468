// Which Node the program needs, and which npm brings along. For whatever Node the machine has.

const { engines, optionalDependencies } = require('../package.json');

const needed = Number.parseInt(engines.node.replace(/\D+/, ''), 10);
const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

module.exports = {
  needed,
  isOld: Number.parseInt(process.versions.node, 10) < needed,
  packageName,
  isPackaged: packageName in optionalDependencies,
};
