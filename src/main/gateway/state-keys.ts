import { readSecretFile } from '../../viewers/secret-file.ts';
import { keysIn } from '../../replicas/keys.ts';
import { messageOf, StartupError } from '../startup-error.ts';

/** The keys of --state-keys; a StartupError says what is wrong with the file. */
export async function readStateKeys(
  file: string,
): Promise<{ readonly keys: readonly Buffer[]; readonly warning: string | undefined }> {
  try {
    const { text, warning } = await readSecretFile(file);
    return { keys: keysIn(text, file), warning };
  } catch (error) {
    // Which errors of files and of what they should hold have in their messages is no secret.
    throw new StartupError(`--state-keys: ${messageOf(error)}`, { cause: error });
  }
}
