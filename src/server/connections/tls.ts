import { createPrivateKey, X509Certificate } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Logger } from '../../log.ts';

/** PEM files: the certificate with those that vouch for it behind it, and its private key without a passphrase. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** How often they are looked at. @default 5_000 */
  readonly lookEveryMs?: number;
}

/** What is wrong with the files, in words for whoever gave them. */
export async function readTls({ cert, key }: TlsFiles): Promise<SecureContextOptions> {
  const pem = { cert: await readFile(cert), key: await readFile(key) };
  if (pem.key.includes('ENCRYPTED PRIVATE KEY') || pem.key.includes('Proc-Type: 4,ENCRYPTED'))
    throw new Error(`${key} holds an encrypted key; give one without a passphrase`);
  const certificate = parsed(() => new X509Certificate(pem.cert), `${cert} holds no certificate in PEM form`);
  const privateKey = parsed(() => createPrivateKey(pem.key), `${key} holds no private key in PEM form`);
  if (!certificate.checkPrivateKey(privateKey))
    throw new Error(
      `${key} is not the key of the certificate in ${cert}; where that file has several, the gateway's own comes first`,
    );
  const context = { ...pem, minVersion: 'TLSv1.2' } as const;
  parsed(() => createSecureContext(context), `the certificate in ${cert} cannot be used`);
  return context;
}

/** Keeps the server's certificate the one in the files. Not by a watch on them: those mounted into a pod are links. */
export function keepTls(server: Server, files: TlsFiles, logger: Logger) {
  const { cert, key, lookEveryMs: interval = 5_000 } = files;

  async function reload(): Promise<void> {
    try {
      server.setSecureContext(await readTls(files));
      logger.info({ file: cert }, 'the TLS certificate was read anew');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ file: cert, reason }, 'the TLS certificate stays the former one');
    }
  }

  const onChange = () => void reload();
  for (const file of [cert, key]) watchFile(file, { interval, persistent: false }, onChange);
  return {
    reload,
    close() {
      for (const file of [cert, key]) unwatchFile(file, onChange);
    },
  };
}

function parsed<Thing>(read: () => Thing, problem: string): Thing {
  try {
    return read();
  } catch (error) {
    throw new Error(problem, { cause: error });
  }
}
