import { viewerIdOf } from '../../viewer.ts';
import { Refusal, type Way } from '../way.ts';
import { LiveTokens } from '../live-tokens.ts';
import type { FileReport } from '../token-file.ts';
import { watchedFile } from '../watched-file.ts';
import { type NamedToken, readTokensFile } from './tokens-file.ts';

const issuer = 'tokens';

export interface NamedTokens extends Disposable {
  readonly way: Way;
  /** Whether a token of the file lets somebody in by this name, now. */
  stands(standing: string): boolean;
}

/** The viewers of a file of named tokens, taken up again when it changes. A file that has gone knows nobody. */
export async function openNamedTokens(
  file: string,
  report: FileReport,
  now: () => number = Date.now,
): Promise<NamedTokens> {
  const live = new LiveTokens();
  const watch = await watchedFile(
    file,
    async () => {
      const { tokens, warning } = await readTokensFile(file);
      if (warning) report.warn(warning);
      live.replace(new Map(tokens.map((token) => [token.sha256, viewerOf(token)])));
    },
    (error) => {
      if (isMissing(error)) live.replace(new Map());
      report.failed(error);
    },
  );
  return {
    way: {
      wants: 'a token that "token create" printed',
      recognize(token) {
        const viewer = live.recognize(token);
        if (viewer?.validUntil === undefined || now() < viewer.validUntil) return viewer;
        return new Refusal('expired', 'The token has expired; ask whoever runs the gateway for a new one.');
      },
    },
    stands: (standing) => live.stands(standing),
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

/** By the token's id and not its name: whoever is given the name of somebody who has left is somebody else. */
function viewerOf({ id, name, permissions, expiresAt }: NamedToken) {
  return {
    viewerId: viewerIdOf(issuer, id),
    issuer,
    subject: id,
    name,
    isLocal: false,
    permissions: new Set(permissions),
    ...(expiresAt !== undefined && { validUntil: Date.parse(expiresAt) }),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
