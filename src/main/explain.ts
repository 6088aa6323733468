import { GatewayError } from '../errors.ts';
import { StartupError } from './startup-error.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program; --port chooses another, and 0 a free one',
  EADDRNOTAVAIL: 'is not an address of this machine',
  ENOTFOUND: 'is not known to this machine',
  EACCES: 'may not be used by this user',
  EPERM: 'may not be used by this user',
  ENOENT: 'does not exist',
  ENOTDIR: 'is below something that is no folder',
  EISDIR: 'is a folder, not a file',
  EROFS: 'is on a read-only file system',
};

/** Why the program could not start: a line for each problem, for whoever typed the command. */
export function explain(error: unknown): readonly string[] {
  if (error instanceof StartupError) return error.problems;
  if (error instanceof GatewayError) return [`${error.message} (${error.code})`];
  if (error instanceof AggregateError) return error.errors.flatMap(explain);
  if (!(error instanceof Error)) return [String(error)];
  const reason = 'code' in error ? reasons[String(error.code)] : undefined;
  return [reason === undefined ? oneLine(error.message) : `${subjectOf(error)} ${reason}`];
}

/** What the system call was about: a file, or an address with its port. */
function subjectOf(
  error: NodeJS.ErrnoException & { address?: string; port?: number; hostname?: string },
): string {
  if (error.path !== undefined) return error.path;
  const host = error.address ?? error.hostname ?? '';
  return error.port === undefined ? host : `${host}:${error.port}`;
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}
