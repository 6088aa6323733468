import { filtering, option, verifying } from './option.ts';
import { path, text } from './values.ts';

/** What an access review is kept with. */
export const evidenceOptions = {
  evidence: option(
    {
      ...filtering,
      flags: '--evidence <dir>',
      description:
        'Write a dated review into this folder, which holds a chain of them: people and what lets them in, and what changed since the review before, as CSV, XLSX and JSON lines, with a manifest that says what was read, when, by whom, how complete it is, and the SHA-256 of each file and of the manifest before. Everything is read anew, by credentials of AWS; changes are kept in --store FILE. The verify command checks the folder.',
    },
    path().optional(),
  ),
  askedBy: option(
    {
      ...filtering,
      flags: '--asked-by <name>',
      description:
        'With --evidence: for whom it is made, as the manifest will say besides the user of the machine.',
    },
    text('a name', (value) => value.trim() !== '').optional(),
  ),
  verifyFolder: option(
    {
      flags: '<dir>',
      env: [],
      description: 'The folder that export --evidence writes its reviews into.',
      commands: verifying,
    },
    path().optional(),
  ),
  expectedManifest: option(
    {
      flags: '--expect <sha256>',
      env: [],
      description:
        'SHA-256 of a manifest.json as it was noted elsewhere when the review was written: the folder must still have it.',
      commands: verifying,
    },
    text('64 hexadecimal digits', (value) => /^[\da-f]{64}$/i.test(value))
      .transform((value) => value.toLowerCase())
      .optional(),
  ),
};
