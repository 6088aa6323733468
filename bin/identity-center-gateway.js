#!/usr/bin/env node
// Plain JavaScript for whatever Node the machine has: finds a Node that can run the gateway, and steps aside.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'src', 'main.ts');
// A checkout runs from its sources, whatever was once built of them; an installed package has none.
const program = existsSync(sources) ? sources : join(root, 'dist', 'main.js');
const require = createRequire(import.meta.url);
const { isOld, packageName } = require('./node.cjs');

const node = isOld && packagedNode();
if (node) run(node);
else {
  require('./needs-node.cjs');
  await import(pathToFileURL(program).href);
}

/** The Node that came as an optional dependency; npm leaves it out where the platform is another. */
function packagedNode() {
  try {
    const folder = dirname(require.resolve(`${packageName}/package.json`));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** In a process of its own that ends as the gateway ends, and to which signals go on. */
function run(node) {
  // As `npm start` does: Node's own limit gives garbage so much room that a large mirror takes 80 MB more.
  const flags = ['--max-semi-space-size=16', '-r', join(root, 'bin', 'needs-node.cjs')];
  const child = spawn(node, [...flags, program, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`identity-center-gateway: cannot run ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
