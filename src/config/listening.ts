import { gateway, option, holdingToken } from './option.ts';
import { oneOf, path, several, text, wholeNumber } from './values.ts';

/** Where the gateway listens, and who gets in. */
export const listeningOptions = {
  port: option(
    {
      flags: '--port <number>',
      env: ['GATEWAY_PORT'],
      description: 'Port to listen on; 0 takes a free one.',
      commands: gateway,
    },
    wholeNumber(0, 65_535).prefault('4000'),
  ),
  host: option(
    {
      flags: '--host <address>',
      env: ['GATEWAY_HOST'],
      description: 'Address to listen on.',
      commands: gateway,
    },
    text('an address or a host name', (value) => /^[\w.:%-]+$/.test(value)).prefault('127.0.0.1'),
  ),
  auth: option(
    {
      flags: '--auth <mode>',
      env: ['GATEWAY_AUTH'],
      description:
        'Who may ask: token (whoever sends the bearer token of --token-file) or none (whoever reaches the port; on loopback only). Default: token; none for demo.',
      commands: gateway,
    },
    oneOf(['token', 'none']).optional(),
  ),
  tokenFile: option(
    {
      flags: '--token-file <file>',
      env: ['GATEWAY_TOKEN_FILE'],
      description:
        'Where the bearer token is kept, readable by its owner only; made when missing. Default: $XDG_STATE_HOME/identity-center-gateway/token, or the same below ~/.local/state.',
      commands: holdingToken,
    },
    path().optional(),
  ),
  allowedHosts: option(
    {
      flags: '--allowed-host <name>',
      env: ['GATEWAY_ALLOWED_HOSTS'],
      description:
        'A further host name by which clients may address the gateway, such as its DNS name. Loopback names and --host always work.',
      commands: gateway,
    },
    several('a host name without port', (value) => /^(?:[\w.-]+|\[[\da-fA-F:.]+\])$/.test(value)),
  ),
};
