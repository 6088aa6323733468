import { GatewayError } from './errors.ts';
import type { Permission } from './viewer.ts';

/** What is written down of what happened: who did it stands in the same line. docs/audit.md has every field. */
export const auditedEvents = [
  'operation',
  'refusal',
  'login',
  'credentials',
  'token_made',
  'token_revoked',
] as const;

export interface AuditEvent {
  readonly event: (typeof auditedEvents)[number];
  /** `ok`, the state of a login, or the code of the first error. */
  readonly result: string;
  /** The permission that it takes. */
  readonly permission?: Permission;
  /** Of a login: to the gateway, or to Identity Center's portal. */
  readonly to?: 'gateway' | 'portal';
  /** Of credentials that were handed out: AWS has confirmed both. */
  readonly accountId?: string;
  readonly roleName?: string;
  /** Of a token: what it is revoked by, which is no secret. */
  readonly tokenId?: string;
  /** Of a named token: what whoever runs the gateway calls it, and what it is good for. */
  readonly tokenName?: string;
  readonly permissions?: readonly Permission[];
  /** What the client named, as it is: only keyed hashes of it are written. */
  readonly values?: readonly string[];
}

/** Where one viewer's doings are written down. */
export interface Audit {
  /** Writes a line before it returns. Whether it could. */
  write(event: AuditEvent): boolean;
}

/** Where nobody asked for an audit. */
export const unaudited: Audit = { write: () => true };

/** What gives a secret away is written down first, and not given away when that is impossible. */
export function writeOrRefuse(audit: Audit, event: AuditEvent): void {
  if (audit.write(event)) return;
  throw new GatewayError(
    'AUDIT_UNAVAILABLE',
    'The audit cannot be written, and without it nothing secret is handed out; the log of the gateway says why',
  );
}

/**
 * The same around what hands something out: a failure is written down, too. `given` tells of what is handed out, and
 * `takeBack` undoes it when it cannot be.
 */
export async function audited<Given>(
  audit: Audit,
  event: Omit<AuditEvent, 'result'>,
  give: () => Given | Promise<Given>,
  given: (what: Given) => Partial<AuditEvent>,
  takeBack: (what: Given) => unknown = () => {},
): Promise<Given> {
  let what: Given;
  try {
    what = await give();
  } catch (error) {
    audit.write({ ...event, result: error instanceof GatewayError ? error.code : 'INTERNAL' });
    throw error;
  }
  try {
    writeOrRefuse(audit, { ...event, result: 'ok', ...given(what) });
  } catch (error) {
    await takeBack(what);
    throw error;
  }
  return what;
}
