import { createHmac, randomBytes } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import { areLocal } from '../../server/origins/origins.ts';
import type { Auth } from '../../viewers/authenticate.ts';
import type { Issuers } from '../../viewers/oidc/open-issuers.ts';
import { readSecretFile, secretsIn } from '../../viewers/secret-file.ts';
import {
  defaultTokenFile,
  type FileReport,
  openTokenFile,
  type TokenFile,
} from '../../viewers/token-file.ts';
import { openNamedTokens } from '../../viewers/tokens/named-tokens.ts';
import { readStateKeys } from './state-keys.ts';
import type { Way } from '../../viewers/way.ts';

type Modes = NonNullable<Config['auth']>;

export interface OpenAuth {
  readonly auth: Auth;
  /** Cursors stay good among gateways, and from one start to the next, that have the same. */
  readonly cursorSecret: Uint8Array;
  /** Whether what let somebody in by a named token still does. */
  stands(standing: string): boolean;
  /** How to get in, for the person at the terminal; `link` opens the page, where there is one. */
  words(link: string | undefined): readonly string[];
  close(): void;
}

/** Who may come in, by the files that tell; each is followed until `close`. */
export async function openAuth(config: Config, modes: Modes, logger: Logger): Promise<OpenAuth> {
  using opened = new DisposableStack();
  const ways: Way[] = [];
  let local: TokenFile | undefined;
  if (modes.includes('token')) {
    const isLocal = modes.length === 1 && areLocal(config);
    local = opened.use(
      await openTokenFile(tokenFileOf(config), isLocal, reportTo(logger, tokenFileOf(config))),
    );
    ways.push(local.way);
  }
  const named =
    modes.includes('tokens') && config.tokens !== undefined
      ? opened.use(await openNamedTokens(config.tokens, reportTo(logger, config.tokens)))
      : undefined;
  if (named) ways.push(named.way);
  const issuers =
    modes.includes('oidc') && config.oidc !== undefined ? await issuersOf(config.oidc, logger) : undefined;
  if (issuers) ways.push(issuers.way);
  const cursorSecret = await cursorSecretOf(config, local);
  const kept = opened.move();
  return {
    auth:
      ways.length === 0
        ? { mode: 'none' }
        : {
            mode: 'known',
            ways,
            ...(local && { linkToken: local.current }),
            ...(issuers && { signIns: issuers.signIns }),
          },
    cursorSecret,
    stands: (standing) => named?.stands(standing) === true,
    words: (link) => wordsOf(config, modes, link),
    close: () => kept.dispose(),
  };
}

/** What checks JWTs is loaded only for that. */
async function issuersOf(file: string, logger: Logger): Promise<Issuers> {
  const { openIssuers } = await import('../../viewers/oidc/open-issuers.ts');
  return openIssuers(file, (error, issuer) =>
    logger.error(
      { url: issuer, reason: reasonOf(error) },
      'an issuer cannot be read; its tokens cannot be checked',
    ),
  );
}

/** That a fetch failed says the cause of its error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${String(error)}${cause}`;
}

async function cursorSecretOf(
  { cursorSecretFile: file, stateKeys }: Config,
  local: TokenFile | undefined,
): Promise<Uint8Array> {
  // The oldest of the keys that replicas share stays the same while they are exchanged.
  const shared = stateKeys === undefined ? undefined : (await readStateKeys(stateKeys)).keys.at(-1);
  const secret =
    file === undefined ? (shared ?? local?.current()) : secretsIn((await readSecretFile(file)).text, file)[0];
  return secret === undefined ? randomBytes(32) : createHmac('sha256', secret).update('cursors').digest();
}

function reportTo(logger: Logger, file: string): FileReport {
  return {
    warn: (message) => logger.warn({ file }, message),
    // Which errors of files and of what they should hold have in their messages is no secret.
    failed: (error) =>
      logger.error(
        { file, reason: String(error) },
        'a file of tokens cannot be taken up; what it was goes on',
      ),
  };
}

function wordsOf(config: Config, modes: Modes, link: string | undefined): string[] {
  if (modes.includes('none'))
    return [`WARNING: --auth none: everybody on this machine can ask this gateway anything.`];
  return [
    ...(link === undefined
      ? []
      : [`The page${modes.includes('token') ? ', for the next minute' : ''}: ${link}`]),
    ...(modes.includes('token')
      ? [`Scripts send the token in ${tokenFileOf(config)} as "Authorization: Bearer …".`]
      : []),
    ...(modes.includes('tokens')
      ? [`Programs send a token of ${config.tokens} as "Authorization: Bearer …"; "token create" makes one.`]
      : []),
    ...(modes.includes('oidc') ? [`Tokens of the issuers in ${config.oidc} are taken, too.`] : []),
  ];
}

function tokenFileOf(config: Config): string {
  return config.tokenFile ?? defaultTokenFile(process.env);
}
