import { copyingHistory, option, restoringHistory } from './option.ts';
import { flag, path } from './values.ts';

/** Copies of a store. */
export const historyOptions = {
  copy: option(
    {
      flags: '<file>',
      env: [],
      description: 'The backup: a file that there is not yet, or the one to be restored.',
      commands: copyingHistory,
    },
    path().optional(),
  ),
  overwrite: option(
    {
      flags: '--overwrite',
      env: [],
      description: 'Replace a store that there is already, with all that it has.',
      commands: restoringHistory,
    },
    flag().optional(),
  ),
};
