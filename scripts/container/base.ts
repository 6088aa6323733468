import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sh } from './machine.ts';

const authorities = 'etc/ssl/certs/ca-certificates.crt';

/**
 * The root of a Debian with the Node and the npm that run this script, where no registry with images of Node can be
 * reached. Made once; the folder is returned.
 */
export async function debianWithNode(cache: string): Promise<string> {
  const root = join(cache, `debian-node-${process.versions.node}`);
  if (existsSync(root)) return root;
  const fresh = `${root}-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  sh('debootstrap', '--variant=minbase', '--include=ca-certificates', await codename(), fresh);
  for (const rest of [
    'var/cache/apt',
    'var/lib/apt/lists',
    'usr/share/doc',
    'usr/share/locale',
    'usr/share/man',
  ])
    await rm(join(fresh, rest), { recursive: true, force: true });
  await installNode(fresh);
  // Whom this machine trusts, a proxy's own authority too, its builds may trust.
  if (existsSync(`/${authorities}`)) await copyFile(`/${authorities}`, join(fresh, authorities));
  await rename(fresh, root);
  return root;
}

async function installNode(root: string): Promise<void> {
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('run this by "npm run test:container"');
  const [bin, lib] = [join(root, 'usr/local/bin'), join(root, 'usr/local/lib/node_modules')];
  await mkdir(lib, { recursive: true });
  await copyFile(process.execPath, join(bin, 'node'));
  await cp(dirname(dirname(npm)), join(lib, 'npm'), { recursive: true, dereference: true });
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(bin, 'npm'));
}

/** Of the Debian that this is, as its packages can be reached. */
async function codename(): Promise<string> {
  const release = await readFile('/etc/os-release', 'utf8');
  const name = /^ID=debian$/m.test(release) && /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1];
  return name || 'stable';
}
