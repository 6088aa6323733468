import { z } from 'zod';

/** `token create` is the command create within the command token. */
export const commands = [
  'serve',
  'demo',
  'sandbox',
  'doctor',
  'export',
  'verify',
  'credential-process',
  'history backup',
  'history restore',
  'token create',
  'token list',
  'token revoke',
] as const;
export type Command = (typeof commands)[number];

/** What an option is called on the command line and in the environment, and what it does. */
export interface OptionDocs {
  /** As commander wants it: `--port <number>`, or `<dir>` for what stands behind the command without a flag. A name in the plural in `env` takes a comma-separated list. */
  readonly flags: string;
  /** Another form of the same, as it was called before. */
  readonly alias?: string;
  /**
   * Variables in the order in which they are looked at; a flag wins over all of them. None for what one run is
   * about: a filter that somebody left in the environment would shorten an export without a word.
   */
  readonly env: readonly string[];
  readonly description: string;
  readonly commands: readonly Command[];
}

export const optionDocs = z.registry<OptionDocs>();

export const gateway: readonly Command[] = ['serve', 'demo'];
export const reading: readonly Command[] = [...gateway, 'export'];
export const aws: readonly Command[] = ['serve', 'doctor', 'export'];
export const signingIn: readonly Command[] = [...gateway, 'credential-process'];
export const holdingToken: readonly Command[] = [...signingIn, 'export'];
// The demo signs in to its sandbox.
export const signingInToAws: readonly Command[] = ['serve', 'credential-process'];
export const filtering = { env: [], commands: ['export'] } satisfies Partial<OptionDocs>;
export const restoringHistory: readonly Command[] = ['history restore'];
export const copyingHistory: readonly Command[] = ['history backup', ...restoringHistory];
export const verifying: readonly Command[] = ['verify'];
export const creatingTokens: readonly Command[] = ['token create'];
export const namingToken: readonly Command[] = [...creatingTokens, 'token revoke'];
export const managingTokens: readonly Command[] = [...namingToken, 'token list'];
export const auditing: readonly Command[] = [...gateway, 'token create', 'token revoke'];
export const organization: readonly Command[] = ['demo', 'sandbox'];

/** An option with its check; what it is called stands beside it for the command line and docs/config.md. */
export function option<S extends z.ZodType>(docs: OptionDocs, schema: S): S {
  optionDocs.add(schema, docs);
  return schema;
}
