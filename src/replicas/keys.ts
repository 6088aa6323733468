import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** One key of the file, with which of all keys it is. */
interface Key {
  readonly id: Buffer;
  readonly secret: Buffer;
}

const [version, idBytes, ivBytes, tagBytes, keyBytes] = [1, 8, 12, 16, 32];

/** The keys in a file, one a line, each of 32 bytes in base64. Throws when there is none, or something else. */
export function keysIn(text: string, file: string): readonly Buffer[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const keys = lines.map((line) => Buffer.from(line, 'base64'));
  const isKey = (key: Buffer, at: number) =>
    key.length === keyBytes && /^[A-Za-z0-9+/]{43}=?$/.test(lines[at] ?? '');
  if (keys.length === 0 || !keys.every(isKey))
    throw new Error(
      `${file} holds no key of ${keyBytes} bytes in base64 a line, or something besides; "openssl rand -base64 ${keyBytes}" makes one`,
    );
  if (new Set(keys.map((key) => key.toString('hex'))).size !== keys.length)
    throw new Error(`${file} holds a key twice`);
  return keys;
}

/**
 * Seals what a database should hold and not know: AES-256-GCM, bound to the place where it is kept, so that what is
 * moved to another opens no more. The first key seals, each of them opens.
 */
export class Keyring {
  #keys: readonly Key[] = [];

  constructor(secrets: readonly Buffer[]) {
    this.replace(secrets);
  }

  replace(secrets: readonly Buffer[]): void {
    this.#keys = secrets.map((secret) => ({
      secret,
      id: createHash('sha256').update('key').update(secret).digest().subarray(0, idBytes),
    }));
  }

  seal(value: unknown, place: string): Buffer {
    const [key] = this.#keys;
    if (!key) throw new Error('a ring without a key');
    const iv = randomBytes(ivBytes);
    const head = Buffer.concat([Buffer.of(version), key.id]);
    const cipher = createCipheriv('aes-256-gcm', key.secret, iv).setAAD(boundTo(head, place));
    const body = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
    return Buffer.concat([head, iv, ...body, cipher.getAuthTag()]);
  }

  /** Undefined where no key of the ring opens it, or somebody has changed or moved it. */
  open(sealed: Buffer, place: string): unknown {
    const head = sealed.subarray(0, 1 + idBytes);
    const key = this.#keys.find(({ id }) => id.equals(head.subarray(1)));
    const end = sealed.length - tagBytes;
    if (head[0] !== version || !key || end < head.length + ivBytes) return undefined;
    const iv = sealed.subarray(head.length, head.length + ivBytes);
    const decipher = createDecipheriv('aes-256-gcm', key.secret, iv, { authTagLength: tagBytes })
      .setAAD(boundTo(head, place))
      .setAuthTag(sealed.subarray(end));
    try {
      const body = decipher.update(sealed.subarray(head.length + ivBytes, end));
      return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8'));
    } catch {
      return undefined;
    }
  }
}

function boundTo(head: Buffer, place: string): Buffer {
  return Buffer.concat([head, Buffer.from(place, 'utf8')]);
}
