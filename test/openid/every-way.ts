import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Permission, permissions } from '../../src/viewer.ts';
import { createLogger } from '../../src/log.ts';
import { type OpenAuth, openAuth } from '../../src/main/gateway/open-auth.ts';
import { readConfig } from '../../src/main/options/read-config.ts';
import { createToken } from '../../src/viewers/tokens/token-changes.ts';
import { openTokenFile } from '../../src/viewers/token-file.ts';
import { audience, openidProvider } from './provider.ts';

export interface EveryWay extends AsyncDisposable {
  /** What a gateway is started with that knows viewers in every way. */
  readonly files: { readonly tokenFile: string; readonly tokens: string; readonly oidc: string };
  readonly flags: readonly string[];
  /** A token of each way, each good for everything. */
  readonly tokens: { readonly token: string; readonly tokens: string; readonly oidc: string };
  /** The next of them, in turn. */
  next(): string;
}

const everything: readonly Permission[] = permissions;
const inTenYears = 4_102_444_800;

/** The files of a gateway that knows viewers by its token, by named tokens, and by an OpenID provider; and their tokens. */
export async function everyWay(): Promise<EveryWay> {
  await using made = new AsyncDisposableStack();
  const provider = made.use(await openidProvider());
  const folder = await mkdtemp(join(tmpdir(), 'every-way-'));
  made.defer(() => rm(folder, { recursive: true }));
  const [tokenFile, tokens, oidc] = ['token', 'tokens.json', 'oidc.json'].map((name) => join(folder, name));
  const files = { tokenFile: tokenFile!, tokens: tokens!, oidc: oidc! };
  const settings = { issuer: provider.issuer, audience, permissions: [{ permissions: everything }] };
  await writeFile(files.oidc, JSON.stringify({ issuers: [settings] }));
  // Made as the gateway makes it.
  (await openTokenFile(files.tokenFile, false, { warn() {}, failed() {} }))[Symbol.dispose]();
  const known = {
    token: (await readFile(files.tokenFile, 'utf8')).trim(),
    tokens: await createToken(files.tokens, { name: 'a program', permissions: everything }),
    oidc: await provider.sign({ sub: 'a person', exp: inTenYears }),
  };
  const inTurn = Object.values(known);
  let asked = 0;
  const kept = made.move();
  return {
    files,
    flags:
      `--auth token,tokens,oidc --token-file ${files.tokenFile} --tokens ${files.tokens} --oidc ${files.oidc}`.split(
        ' ',
      ),
    tokens: known,
    next: () => inTurn[asked++ % inTurn.length]!,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Every mode of authentication. */
export const authModes = ['none', 'token', 'tokens', 'oidc'] as const;

/** Opened for one of them, as the program opens it, with what a client sends to be known. */
export async function openBy(
  mode: (typeof authModes)[number],
  { files, tokens }: EveryWay,
): Promise<OpenAuth & { readonly authorization: string | undefined }> {
  const config = { ...readConfig('demo', {}, {}), ...files };
  const opened = await openAuth(config, [mode], createLogger('error'));
  return { ...opened, authorization: mode === 'none' ? undefined : `Bearer ${tokens[mode]}` };
}
