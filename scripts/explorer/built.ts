import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type InlineConfig } from 'vite';
import { viewPaths } from '../../src/explorer/paths.ts';
import { writeSchemaTypes } from './schema-types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the page for people into a folder of the checkout, with each file beside its compressed forms. It happens in a
 * folder of its own, which takes the place of the old one when it is whole.
 */
export async function buildExplorer(folder: string): Promise<void> {
  const fresh = `${root}${folder}-${process.pid}`;
  try {
    await writeSchemaTypes();
    await build(configFor(fresh));
    await writeFile(`${fresh}/views.json`, JSON.stringify(viewPaths));
    await compressAll(fresh);
    await rm(root + folder, { recursive: true, force: true });
    await rename(fresh, root + folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function configFor(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: `${root}src/explorer`,
    base: '/explorer/',
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2024',
      assetsDir: '.',
      // Every asset is a file: the policy lets nothing run or load that stands inside another.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
}

async function compressAll(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.(?:js|css)$/.test(name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(`${folder}/${name}`);
      await writeFile(`${folder}/${name}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      await writeFile(`${folder}/${name}.br`, await promisify(brotliCompress)(bytes, { params }));
    }),
  );
}
