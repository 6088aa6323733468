/** Why the database cannot do what it was asked at present. The message has no password and no data. */
export class DatabaseError extends Error {
  /** PostgreSQL's SQLSTATE, or the system's code such as ECONNREFUSED. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = 'DatabaseError';
    this.code = code;
  }
}

/**
 * Classes of SQLSTATE whose messages speak of names, rights and resources. Those of other classes may quote values, and so
 * people's data.
 */
const tellable = new Set(['08', '25', '28', '3D', '3F', '40', '42', '53', '54', '55', '57', '58']);

/** The error itself is not kept as a cause: it may hold on to its connection, and with that to the password. */
export function databaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return databaseError(error.errors[0]);
  if (!(error instanceof Error)) return new DatabaseError(`it fails with a ${typeof error}`);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isOfServer = code !== undefined && /^[0-9A-Z]{5}$/.test(code);
  if (isOfServer && !tellable.has(code.slice(0, 2)))
    return new DatabaseError(`it fails with SQLSTATE ${code}`, code);
  return new DatabaseError(error.message, code);
}
