import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Audit } from '../../audit.ts';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import { AuditFile, standardOutput } from '../../server/audit/audit-file.ts';
import { Trail } from '../../server/audit/trail.ts';
import { defaultTokenFile, readOrCreateToken } from '../../viewers/token-file.ts';
import { messageOf, StartupError } from '../startup-error.ts';

export type AuditConfig = Pick<Config, 'audit' | 'auditFile' | 'auditKeyFile'>;

export interface OpenAudit extends Disposable {
  readonly trail: Trail;
  /** For whoever has moved the file away; standard output cannot be. */
  readonly reopen?: () => void;
}

/** The audit, where one is asked for. */
export async function openAudit(config: AuditConfig, logger: Logger): Promise<OpenAudit | undefined> {
  if (config.audit === undefined && config.auditFile === undefined) return undefined;
  const path = config.auditFile ?? standardOutput;
  const key = await keyOf(config);
  const file = openFile(path, logger);
  if (file.isShared)
    logger.warn({ file: path }, 'the audit can be read by others than its owner: chmod 600 it');
  return {
    trail: new Trail(file, key, config.audit ?? 'full'),
    ...(path !== standardOutput && { reopen: () => file.reopen() }),
    [Symbol.dispose]: () => file.close(),
  };
}

/**
 * Where the command token writes down what it does, for whoever may run it. It has no log, and its standard output is
 * the token's.
 */
export function openTokenAudit({ auditFile }: AuditConfig): (Audit & Disposable) | undefined {
  if (auditFile === undefined || auditFile === standardOutput) return undefined;
  const file = openFile(auditFile, { error() {}, warn() {} });
  // No value of a filter is hashed here.
  const trail = new Trail(file, '', 'off');
  const { username } = userInfo();
  const person = { viewerId: `user ${username}`, name: username, isLocal: true };
  return { write: (event) => trail.write({ person }, event), [Symbol.dispose]: () => file.close() };
}

function openFile(path: string, logger: Pick<Logger, 'error' | 'warn'>): AuditFile {
  try {
    return new AuditFile(path, {
      broken: (err) =>
        logger.error({ err, file: path }, 'the audit cannot be written; no credentials are handed out'),
      mended: () => logger.warn({ file: path }, 'the audit is written again; lines are missing from it'),
      notReopened: (err) =>
        logger.error(
          { err, file: path },
          'the audit cannot be opened anew; it is written on in the old file',
        ),
    });
  } catch (error) {
    throw new StartupError(`--audit-file: ${messageOf(error)}`, { cause: error });
  }
}

/** One for each installation: gateways that share it write the same hashes. */
async function keyOf({ auditKeyFile }: AuditConfig): Promise<string> {
  try {
    return await readOrCreateToken(auditKeyFile ?? join(dirname(defaultTokenFile(process.env)), 'audit-key'));
  } catch (error) {
    throw new StartupError(`--audit-key-file: ${messageOf(error)}`, { cause: error });
  }
}
