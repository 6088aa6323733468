// Keeps what Node makes of the program's files, so that it is made once and not at every start. In the folder of the
// installation: who can write there can change the program as well, which is not so of the machine's folder for
// temporary files. Where it can't be written, every start is a first one. NODE_COMPILE_CACHE names another place, and
// NODE_DISABLE_COMPILE_CACHE=1 turns it off.

const nodeModule = require('node:module');
const path = require('node:path');

nodeModule.enableCompileCache(path.join(__dirname, '..', 'node_modules', '.cache', 'compiled'));
