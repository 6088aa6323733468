import { expect, test } from 'vitest';
import { runningProgram } from './program.ts';

/** What a command loads until it ends, or, if it is a service, until it has said its first line. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
  const hook = ['--import', './test/cli/tell-loaded.ts'];
  await using command = runningProgram(process.execPath, [...hook, 'src/main.ts', ...args]);
  if (args.includes('0')) {
    await command.firstLine;
    command.child.kill('SIGTERM');
  }
  const { stderr } = await command.ended;
  return /^loaded: (.*)$/m.exec(stderr)?.[1]?.split(' ') ?? [];
}

const aws = /^@aws-sdk|^@smithy/;
const graph = /^graphql|^@pothos|^src\/(?:schema|resolvers)$/;

test.each([
  ['--help', ['--help'], [aws, graph, /^src\/(?:reader|sandbox|portal|viewers)$/]],
  ['token list', ['token', 'list'], [aws, graph, /^src\/(?:reader|sandbox|portal)$/]],
  ['verify', ['verify', '/nowhere'], [aws, graph, /^src\/(?:reader|sandbox|portal)$/]],
  ['sandbox', ['sandbox', '--sandbox-port', '0'], [aws, graph, /^src\/(?:reader|portal)$/]],
  ['doctor', ['doctor', '--demo'], [graph, /^src\/(?:portal|store)$/]],
  ['export', ['export', '--demo', '--format', 'csv'], [graph, /^src\/portal$/]],
  ['demo', ['demo', '--port', '0'], [/^(?:pg|fflate|jose)$|^src\/main\/(?:doctor|evidence|export|files)$/]],
])('%s loads nothing that it does not use', async (_, args, unused) => {
  const loaded = await loadedBy(args);
  expect(loaded).toContain('commander');
  expect(loaded.filter((name) => unused.some((pattern) => pattern.test(name)))).toEqual([]);
});
