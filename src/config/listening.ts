import { gateway, option } from './option.ts';
import { several, text, wholeNumber } from './values.ts';

/** Where the gateway listens. */
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
