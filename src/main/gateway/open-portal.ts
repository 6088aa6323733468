import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AwsOptions } from '../../aws/aws.ts';
import { createPortalAws } from '../../aws/portal-aws.ts';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import { createPortal } from '../../portal/create-portal.ts';
import type { Words } from '../../portal/place.ts';
import type { Login, Person, Portal } from '../../portal/portal.ts';
import type { Replicas } from '../../replicas/replicas.ts';
import { Cursors } from '../../reading/cursor.ts';
import { showLogin } from './show-login.ts';

export type PortalConfig = Pick<
  Config,
  'startUrl' | 'ssoRegion' | 'ssoSession' | 'tokenCache' | 'loginFlow' | 'loginMessage' | 'profile'
>;

/** A person's side of the AWS that the rest of the gateway sees. No credentials are taken along: it needs none. */
export function openPortal(
  config: PortalConfig,
  { endpoint, unlimited = false, opened }: Pick<AwsOptions, 'endpoint' | 'unlimited' | 'opened'>,
  cursorSecret: Uint8Array,
  logger: Pick<Logger, 'info' | 'error'>,
  {
    words,
    changed,
    replicas,
  }: {
    readonly words?: Words;
    /** Each login at each of its states. */
    readonly changed?: (person: Person, login: Login) => void;
    /** Where those who are not local have their sign-ins, when several gateways share them. */
    readonly replicas?: Pick<Replicas, 'tokensOf' | 'ledger'>;
  } = {},
): Portal {
  const { startUrl, ssoRegion, ssoSession, tokenCache, loginFlow: flow, loginMessage, profile } = config;
  return createPortal({
    connect: (region) =>
      createPortalAws({
        region,
        unlimited,
        ...(endpoint !== undefined && { endpoint }),
        ...(profile !== undefined && { profile }),
        ...(opened !== undefined && { opened }),
      }),
    cursors: new Cursors(cursorSecret),
    tokenCache: tokenCache === 'memory' ? tokenCache : { folder: tokenCache ?? defaultFolder() },
    ...(replicas && {
      tokensOf: (viewerId) => replicas.tokensOf(viewerId),
      ledger: (events) => replicas.ledger(events),
    }),
    startUrl,
    region: ssoRegion,
    ssoSession,
    profile,
    ...(words && { words }),
    flow,
    // Loaded with the first login: most gateways never open a browser.
    openBrowser: async (url) => {
      const { default: open } = await import('open');
      const child = await open(url);
      // A machine without a browser is no fault: the person has the link.
      child.on('error', () => {});
    },
    tell: (login) => showLogin(login, loginMessage),
    // Not where: the local person may name any place.
    changed(person, login) {
      logger.info({ viewer: person.viewerId, state: login.state }, 'login');
      changed?.(person, login);
    },
    unexpected: (err) => logger.error({ err }, 'unexpected error while somebody signs in'),
  });
}

/** Where the AWS CLI and the SDKs keep theirs. */
function defaultFolder(): string {
  return join(homedir(), '.aws', 'sso', 'cache');
}
