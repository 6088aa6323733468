import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Logger } from '../../log.ts';
import { watchedFile } from '../../viewers/watched-file.ts';

/** PEM files: the certificate with those that vouch for it behind it, and its private key without a passphrase. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A server's certificate, kept the one in the files. */
export interface KeptTls extends Disposable {
  /** Takes up the files now; where they cannot be used, the certificate stays the former one. */
  reload(): Promise<void>;
}

/** Throws what is wrong with the files, in words for whoever gave them. */
export async function keepTls(server: Server, files: TlsFiles, logger: Logger): Promise<KeptTls> {
  const takeUp = async () => server.setSecureContext(await readTls(files));
  const failed = (error: unknown) =>
    logger.warn({ file: files.cert, reason: String(error) }, 'the TLS certificate stays the former one');
  using watched = new DisposableStack();
  watched.use(await watchedFile(files.cert, takeUp, failed));
  watched.use(await watchedFile(files.key, takeUp, failed));
  const kept = watched.move();
  return {
    reload: () => takeUp().catch(failed),
    [Symbol.dispose]: () => kept.dispose(),
  };
}

async function readTls({ cert, key }: TlsFiles): Promise<SecureContextOptions> {
  const pem = { cert: await readFile(cert), key: await readFile(key) };
  if (/ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem.key.toString()))
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

function parsed<Thing>(read: () => Thing, problem: string): Thing {
  try {
    return read();
  } catch (error) {
    throw new Error(problem, { cause: error });
  }
}
