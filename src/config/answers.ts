import { gateway, option } from './option.ts';
import { byteCount, listOf } from './values.ts';

/** Ways to an answer that are shorter than the ordinary one, and give the same. */
export const shortcuts = [
  'plain',
  'lookups',
  'plans',
  'compiled',
  'fragments',
  'compression',
  'not-modified',
] as const;

/** How answers are made and sent. */
export const answerOptions = {
  answerCacheBytes: option(
    {
      flags: '--answer-cache <size>',
      env: ['GATEWAY_ANSWER_CACHE'],
      description:
        'How much memory is for answers that are given again while nothing has changed and they are young enough, such as 64MiB; 0 makes each anew. Nothing about a viewer, a sign-in or credentials is kept.',
      commands: gateway,
    },
    byteCount().prefault('64MiB'),
  ),
  without: option(
    {
      flags: '--without <shortcuts>',
      env: ['GATEWAY_WITHOUT'],
      description: `Switches off what only makes answers quicker, separated by commas, to find out whether it is at fault: plain (queries are read and answered by way of as little as possible; without it there is none of what follows but lookups, plans, compiled and fragments), lookups (what the mirror knows is told at once), plans (how a question is answered for which nothing had to be read is remembered while nothing changes), compiled (queries are executed by what was found out about their documents), fragments (what was told of a user, group, permission set or account is told again while it stays the same; of compiled alone), compression, not-modified (304 for a client that has the answer).`,
      commands: gateway,
    },
    listOf(shortcuts).optional(),
  ),
};
