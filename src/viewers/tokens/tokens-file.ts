import { z } from 'zod';
import { permissions } from '../../viewer.ts';
import { readSecretFile } from '../secret-file.ts';

const instant = z.iso.datetime({ error: 'expected an instant such as 2027-01-31T12:00:00Z' });

const namedToken = z.strictObject({
  /** Tells it from every other token, also from a later one of the same name. */
  id: z.string().regex(/^[\w-]{8,64}$/, { error: 'expected 8 to 64 letters, digits, - and _' }),
  name: z.string().regex(/^\S(?:.{0,62}\S)?$/u, { error: 'expected 1 to 64 characters' }),
  /** Of the token. */
  sha256: z.string().regex(/^[\da-f]{64}$/, { error: 'expected 64 hexadecimal digits' }),
  permissions: z.array(z.enum(permissions)).min(1),
  createdAt: instant,
  /** Without it, the token is good until it is revoked. */
  expiresAt: instant.optional(),
});

const tokensFile = z.strictObject({
  version: z.literal(1, { error: 'expected 1; another version of the gateway may have written this file' }),
  tokens: z
    .array(namedToken)
    .refine((tokens) => new Set(tokens.map(({ name }) => name)).size === tokens.length, {
      error: 'expected each name once',
    })
    .refine((tokens) => new Set(tokens.map(({ sha256 }) => sha256)).size === tokens.length, {
      error: 'expected each token once',
    }),
});

export type NamedToken = Readonly<z.output<typeof namedToken>>;

export interface TokensFile {
  readonly tokens: readonly NamedToken[];
  readonly warning: string | undefined;
}

/** Throws, naming the file and the place in it, when it is no file of tokens. No message has what stands there. */
export async function readTokensFile(file: string): Promise<TokensFile> {
  const { text, warning } = await readSecretFile(file);
  return { tokens: tokensIn(text, file), warning };
}

export function textOf(tokens: readonly NamedToken[]): string {
  return `${JSON.stringify({ version: 1, tokens }, undefined, 2)}\n`;
}

function tokensIn(text: string, file: string): readonly NamedToken[] {
  const { data, error } = tokensFile.safeParse(parsed(text, file));
  if (data) return data.tokens;
  const [issue] = error.issues;
  throw new Error(`${file}: ${z.core.toDotPath(issue?.path ?? []) || 'the whole'}: ${issue?.message}`);
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is no JSON; "token create" makes one that is`, { cause });
  }
}
