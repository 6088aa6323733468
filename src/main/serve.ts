import type { Config } from '../config.ts';
import { createLogger } from '../log.ts';
import { createGateway } from './gateway.ts';
import { cursorSecretOf, listen, openAuth } from './listen.ts';
import type { Service } from './service.ts';

/** The gateway against AWS, or against whatever AWS_ENDPOINT_URL names. */
export async function start(config: Config): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const { region, profile, awsTps } = config;
  const auth = await openAuth(config, config.auth ?? 'token');
  const gateway = await createGateway(
    config,
    {
      ...(region !== undefined && { region }),
      ...(profile !== undefined && { profile }),
      ...(awsTps !== undefined && { ssoAdminTps: awsTps }),
    },
    logger,
    cursorSecretOf(auth),
  );
  return listen(config, gateway, { auth, logger });
}
