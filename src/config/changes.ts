import { filtering, option } from './option.ts';
import { flag, moment } from './values.ts';

/** Which changes an export is about. */
export const changeOptions = {
  changes: option(
    {
      ...filtering,
      flags: '--changes',
      description:
        'Print what changed since --since, newest first, instead of what there is: a row for each change of an assignment, entitlement, membership, user, group, permission set or account, and for each of its fields that changed. What a gateway has kept is asked: give the --store FILE that it shares with this command, or --gateway.',
    },
    flag().optional(),
  ),
  since: option(
    {
      ...filtering,
      flags: '--since <moment>',
      description:
        'With --changes: what was seen after this date (its beginning in UTC), moment, or duration before now, such as 2026-07-01, 2026-07-01T08:00:00Z or P90D. With --evidence: of the first review in a folder.',
    },
    moment().optional(),
  ),
  until: option(
    {
      ...filtering,
      flags: '--until <moment>',
      description:
        'With --changes: what was seen up to this date, moment or duration before now. Default: now.',
    },
    moment().optional(),
  ),
};
