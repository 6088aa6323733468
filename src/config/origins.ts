import { isIP } from 'node:net';
import { gateway, option } from './option.ts';
import { flag, path, several, text } from './values.ts';

/** Where the gateway may be asked from: other origins, proxies, TLS. */
export const originOptions = {
  allowedOrigins: option(
    {
      flags: '--allowed-origin <origin>',
      env: ['GATEWAY_ALLOWED_ORIGINS'],
      description:
        'An origin whose pages may ask at /graphql and read the answers, over HTTP, SSE and WebSocket, such as https://dashboard.example. All others may not.',
      commands: gateway,
    },
    several('an origin such as https://dashboard.example, without a path', isOrigin),
  ),
  publicUrl: option(
    {
      flags: '--public-url <url>',
      env: ['GATEWAY_PUBLIC_URL'],
      description:
        'Where clients reach the gateway when something is between, such as https://gateway.example: links and credentials endpoints begin with it, and its host name is allowed. Default: what a request addresses.',
      commands: gateway,
    },
    text('an origin such as https://gateway.example, without a path', isOrigin).optional(),
  ),
  trustedProxies: option(
    {
      flags: '--trusted-proxy <network>',
      env: ['GATEWAY_TRUSTED_PROXIES'],
      description:
        'A network of proxies, such as 10.0.0.0/8 or fd00::/8, or the address of one, whose X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host are believed. Nobody else is believed them.',
      commands: gateway,
    },
    several('an address or a network such as 10.0.0.0/8 or fd00::/8', isNetwork),
  ),
  tlsCert: option(
    {
      flags: '--tls-cert <file>',
      env: ['GATEWAY_TLS_CERT'],
      description:
        'Speak TLS (1.2 or newer) with the certificate in this PEM file, with those that vouch for it behind it. Taken up again when it changes, and on SIGHUP. Needs --tls-key.',
      commands: gateway,
    },
    path().optional(),
  ),
  tlsKey: option(
    {
      flags: '--tls-key <file>',
      env: ['GATEWAY_TLS_KEY'],
      description: 'Its private key, a PEM file without a passphrase.',
      commands: gateway,
    },
    path().optional(),
  ),
  behindProxy: option(
    {
      flags: '--behind-proxy',
      env: ['GATEWAY_BEHIND_PROXY'],
      description:
        'Listen beyond loopback without TLS, because a proxy in front speaks it; without this and without --tls-cert, such a --host is refused.',
      commands: gateway,
    },
    flag().optional(),
  ),
};

/** Exactly as browsers write one. */
function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

function isNetwork(value: string): boolean {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return Number(prefix ?? 0) <= bits;
}
