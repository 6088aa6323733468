#!/usr/bin/env node
// Plain JavaScript for whatever Node the machine has: finds a Node that can run the gateway, and steps aside.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const neededMajor = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(root, 'dist', 'main.js');
// A checkout that was not built runs from its sources; an installed package has no sources.
const program = existsSync(compiled) ? compiled : join(root, 'src', 'main.ts');

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  await import(pathToFileURL(program).href);
} else {
  const node = packagedNode();
  if (node) run(node);
  else {
    process.stderr.write(
      `identity-center-gateway: needs Node ${neededMajor} or newer, but this is ${process.version}, and no packaged ` +
        `Node is installed for ${process.platform}-${process.arch}; install Node ${neededMajor} and start it with that\n`,
    );
    process.exitCode = 1;
  }
}

/** The Node that came as an optional dependency; npm leaves it out where the platform is another. */
function packagedNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** In a process of its own that ends as the gateway ends, and to which signals go on. */
function run(node) {
  const child = spawn(node, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
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
