import { databaseError, DatabaseError } from './failure.ts';

/** What `pg` is told to connect to. */
export interface Address {
  readonly connection: Readonly<Record<string, unknown>>;
  /** Whether a server without TLS will do, where one with TLS is tried first: libpq's `prefer`. */
  readonly mayBePlain: boolean;
  /** For people and logs, without user and password: `db.example:5432/gateway`. */
  readonly shown: string;
}

const modes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Whether a place is a PostgreSQL database. */
export function isPostgresUrl(place: string): boolean {
  return /^postgres(?:ql)?:/.test(place);
}

/** What is wrong with the URL, for people, without a word of what is in it; undefined where nothing is. */
export function problemOf(url: string): string | undefined {
  const parsed = parsedOf(url);
  if (!parsed) return 'expected a URL such as postgres://user@host:5432/database?sslmode=verify-full';
  const mode = parsed.searchParams.get('sslmode');
  return mode === null || modes.includes(mode) ? undefined : `expected an sslmode of ${modes.join(', ')}`;
}

/**
 * By libpq's rules: what the URL does not say, PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE and
 * PGSSLROOTCERT do. Without any word on TLS it is used where the server has it.
 */
export async function addressOf(url: string, environment = process.env): Promise<Address> {
  const problem = problemOf(url);
  if (problem !== undefined) throw new DatabaseError(problem);
  const said = parsedOf(url)?.searchParams ?? new URLSearchParams();
  const mode = said.get('sslmode') ?? environment['PGSSLMODE'] ?? 'prefer';
  const more = new URLSearchParams();
  if (!said.has('sslmode')) more.set('sslmode', mode);
  const rootCertificate = environment['PGSSLROOTCERT'];
  if (rootCertificate !== undefined && !said.has('sslrootcert')) more.set('sslrootcert', rootCertificate);
  const { parse, toClientConfig } = await import('pg-connection-string');
  try {
    const whole = more.size === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${more.toString()}`;
    const { ssl, ...given } = toClientConfig(parse(whole, { useLibpqCompat: true }));
    const {
      host = environment['PGHOST'] ?? 'localhost',
      port = environment['PGPORT'] ?? 5432,
      user = environment['PGUSER'],
      database = environment['PGDATABASE'] ?? user,
    } = withoutEmpty(given);
    // On a socket there is nobody in between.
    const isSocket = String(host).startsWith('/');
    return {
      connection: { ...withoutEmpty(given), ssl: isSocket ? false : (ssl ?? false) },
      mayBePlain: !isSocket && mode === 'prefer',
      shown: `${String(host)}:${String(port)}/${String(database)}`,
    };
  } catch (error) {
    throw databaseError(error);
  }
}

/** A URL of libpq may have no host, which WHATWG's may not where there is a user. */
function parsedOf(url: string): URL | undefined {
  return URL.parse(url.replace('@/', '@localhost/')) ?? undefined;
}

function withoutEmpty(given: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '' && value !== null));
}
