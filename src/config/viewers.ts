import { z } from 'zod';
import { permissions } from '../viewer.ts';
import { creatingTokens, gateway, holdingToken, managingTokens, namingToken, option } from './option.ts';
import { durationMs, listOf, oneOf, path, text } from './values.ts';

/** In the order in which they are tried. */
export const authModes = ['token', 'tokens', 'oidc', 'none'] as const;

/** Who gets in, and with which permissions. */
export const viewerOptions = {
  auth: option(
    {
      flags: '--auth <modes>',
      env: ['GATEWAY_AUTH'],
      description:
        'Who may ask: token (whoever sends the bearer token of --token-file), tokens (whoever sends one of --tokens), oidc (whoever sends a JWT of an issuer of --oidc), several of them separated by commas; or none (whoever reaches the port; on loopback only). Default: token; none for demo.',
      commands: gateway,
    },
    listOf(authModes).optional(),
  ),
  tokenFile: option(
    {
      flags: '--token-file <file>',
      env: ['GATEWAY_TOKEN_FILE'],
      description:
        'Where the bearer token is kept, readable by its owner only, or read-only; made when missing, and taken up again when it changes. A second line holds a second token, for a rotation. Default: $XDG_STATE_HOME/identity-center-gateway/token, or the same below ~/.local/state.',
      commands: holdingToken,
    },
    path().optional(),
  ),
  tokens: option(
    {
      flags: '--tokens <file>',
      env: ['GATEWAY_TOKENS'],
      description:
        'The named tokens of --auth tokens: their hashes, permissions and ends. The command token changes the file, and a gateway that runs takes it up within seconds.',
      commands: [...gateway, ...managingTokens],
    },
    path().optional(),
  ),
  oidc: option(
    {
      flags: '--oidc <file>',
      env: ['GATEWAY_OIDC'],
      description:
        'The OpenID issuers of --auth oidc, as JSON: audience, algorithms, and which claims give which permissions. docs/deploying.md has examples.',
      commands: gateway,
    },
    path().optional(),
  ),
  cursorSecretFile: option(
    {
      flags: '--cursor-secret-file <file>',
      env: ['GATEWAY_CURSOR_SECRET_FILE'],
      description:
        'A file with a secret of at least 32 characters: gateways that have the same take each other’s cursors, also after a restart. Default: with --auth token its token; else one of each process.',
      commands: gateway,
    },
    path().optional(),
  ),
  tokenName: option(
    {
      flags: '--name <name>',
      env: [],
      description: 'The name of the token: of the person or program that will send it.',
      commands: namingToken,
    },
    text('1 to 64 characters', (value) => /^\S(?:.{0,62}\S)?$/u.test(value)).optional(),
  ),
  tokenPermissions: option(
    {
      flags: '--permission <permission>',
      env: [],
      description: `What the token is good for: ${permissions.join(', ')}.`,
      commands: creatingTokens,
    },
    z.array(oneOf(permissions)).default([]),
  ),
  tokenLifetimeMs: option(
    {
      flags: '--expires <duration>',
      env: [],
      description: 'How long the token is good, such as P90D. Default: until it is revoked.',
      commands: creatingTokens,
    },
    durationMs()
      .refine((ms) => ms >= 1000 && ms <= 3650 * 86_400_000, { error: 'expected PT1S to P3650D' })
      .optional(),
  ),
};
