import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Pem {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for localhost that vouches for itself, and its key. Node can read certificates, and make none. */
export function certificate(name: string): Pem {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    cert: pem('CERTIFICATE', signed(name, privateKey)),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

export interface TlsFolder extends AsyncDisposable {
  readonly files: { readonly cert: string; readonly key: string };
  write(pem: Pem): Promise<void>;
}

/** A folder with a certificate and its key, as a pod has them mounted. */
export async function tlsFolder(first: Pem): Promise<TlsFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-tls-'));
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  const write = async ({ cert, key }: Pem) => {
    await writeFile(files.cert, cert);
    await writeFile(files.key, key);
  };
  await write(first);
  return { files, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = der(0x06, Buffer.from('550403', 'hex'));
const subjectAltName = der(0x06, Buffer.from('551d11', 'hex'));

function signed(name: string, privateKey: KeyObject): Buffer {
  const who = der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from(name)))));
  const dates = [Date.now() - 3_600_000, Date.now() + 86_400_000].map((at) =>
    der(0x17, Buffer.from(utc(at))),
  );
  const names = der(0x30, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const content = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    who,
    der(0x30, ...dates),
    who,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, der(0x30, subjectAltName, der(0x04, names)))),
  );
  const signature = sign('sha256', content, privateKey);
  return der(0x30, content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
}

/** A value of ASN.1: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

/** As certificates write a time: YYMMDDhhmmssZ. */
function utc(at: number): string {
  return `${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`;
}

function pem(what: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${what}-----\n${lines.join('\n')}\n-----END ${what}-----\n`;
}
