import type { Config } from '../config/config.ts';
import { createLogger } from '../log.ts';
import { ambientAws } from './aws-source.ts';
import { createGateway } from './gateway.ts';
import { listen } from './listen.ts';
import { openAudit } from './open-audit.ts';
import { openAuth } from './open-auth.ts';
import type { Service } from './service.ts';

/** The gateway against AWS, or against whatever AWS_ENDPOINT_URL names. */
export async function start(config: Config): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const auth = await openAuth(config, config.auth ?? ['token'], logger);
  const audit = await openAudit(config, logger);
  const gateway = await createGateway(config, ambientAws(config), logger, auth.cursorSecret, audit?.trail);
  return listen(config, gateway, { auth, logger, audit });
}
