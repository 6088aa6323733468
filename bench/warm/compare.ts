import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { tableOf } from '../calls/tables.ts';
import { openGateway, ourRoot } from './processes.ts';
import { inFolder, type Lengths, rateOf, ratios, readAll, type Run, turn, withoutCache } from './runs.ts';

/** The same questions of two revisions in turn: how many times as often this one answers. */
export async function compare(revision: string | undefined, { rounds, ms }: Lengths): Promise<void> {
  if (revision === undefined) throw new Error('compare takes a revision: npm run bench -- compare HEAD~1');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ourRoot, stdio: 'pipe' });
  await inFolder(async (folder, tokenFile) => {
    const theirRoot = join(folder, 'theirs');
    git('worktree', 'add', '--detach', theirRoot, revision);
    try {
      await symlink(join(ourRoot, 'node_modules'), join(theirRoot, 'node_modules'));
      await using theirs = await openGateway(theirRoot, tokenFile, withoutCache);
      await using ours = await openGateway(ourRoot, tokenFile, withoutCache);
      const subjects = (await readAll(ours)).filter(({ isKept }) => !isKept);
      await readAll(theirs);
      const entries = subjects.map((subject) => ({ subject, ours: [] as Run[], theirs: [] as Run[] }));
      for (let round = 0; round <= rounds; round++)
        for (const entry of entries) {
          const ofTheirs = await turn(theirs, entry.subject, ms);
          const ofOurs = await turn(ours, entry.subject, ms);
          // The first is for the engine to get to know the code.
          if (round === 0) continue;
          entry.theirs.push(ofTheirs);
          entry.ours.push(ofOurs);
        }
      console.log(
        tableOf(
          ['Question', `${revision}, a second`, 'Here', 'Ratio', 'By CPU'],
          entries.map((entry) => [
            entry.subject.name,
            rateOf(entry.theirs),
            rateOf(entry.ours),
            ...ratios(entry.ours, entry.theirs),
          ]),
        ),
      );
    } finally {
      git('worktree', 'remove', '--force', theirRoot);
    }
  });
}
