import type { Config } from '../../config/config.ts';
import { StartupError } from '../startup-error.ts';

/** Between which moments changes are asked for, in epoch milliseconds. */
export interface ChangesAsked {
  readonly since: number;
  /** @default now */
  readonly until: number | undefined;
}

/** Undefined of an export that is not about changes. Throws where its flags do not go together. */
export function changesAsked(config: Config, now: number): ChangesAsked | undefined {
  const { changes = false, people, since, until, store, gatewaySource } = config;
  if (!changes) {
    if (since) throw new StartupError('--since: needs --changes or --evidence');
    if (until) throw new StartupError('--until: needs --changes');
    return undefined;
  }
  if (people) throw new StartupError('--changes: is another export than --people; give one of them');
  if (!since) throw new StartupError('--changes: needs --since, such as --since P90D or --since 2026-07-01');
  if (gatewaySource === undefined && store === 'memory')
    throw new StartupError(
      '--changes: what changed is kept by a gateway; give the --store FILE that it keeps it in, or ask it by --gateway',
    );
  const asked = { since: since(now), until: until?.(now) };
  if (asked.until !== undefined && asked.until < asked.since)
    throw new StartupError('--until: give a moment that is not before --since');
  return asked;
}
