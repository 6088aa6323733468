import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { script, type StaticFile, staticFile, style } from '../endpoints/static-files.ts';

export interface Assets {
  /** `/graphiql/<hash of the files>`: changes with them, so that a browser may keep them for ever. */
  readonly folder: string;
  /** Files by path. */
  readonly files: ReadonlyMap<string, StaticFile>;
}

/** The package's parts as files of their own, and our two. Workers are named by the labels that the editor asks for. */
export async function loadAssets(): Promise<Assets> {
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  const files = [
    asset('graphiql.js', script, graphiql.js),
    asset('graphiql.css', style, graphiql.css),
    asset('editorWorkerService.worker.js', script, graphiql.editorWorkerService),
    asset('json.worker.js', script, graphiql.jsonWorker),
    asset('graphql.worker.js', script, graphiql.graphqlWorker),
    asset('start.js', script, await readFile(new URL('start.js', import.meta.url))),
    asset('start.css', style, await readFile(new URL('start.css', import.meta.url))),
  ] as const;
  const hash = createHash('sha256');
  for (const [, { content }] of files) hash.update(content);
  const folder = `/graphiql/${hash.digest('hex').slice(0, 16)}`;
  return { folder, files: new Map(files.map(([name, file]) => [`${folder}/${name}`, file])) };
}

function asset(name: string, type: string, text: string | Buffer): readonly [string, StaticFile] {
  return [name, staticFile(type, text)];
}
