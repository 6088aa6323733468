import type { Config } from '../../config/config.ts';
import { createLogger } from '../../log.ts';
import { ambientAws } from '../aws-source.ts';
import { createGateway } from '../gateway/gateway.ts';
import { listen } from '../listen.ts';
import { openAudit } from '../gateway/open-audit.ts';
import { openAuth } from '../gateway/open-auth.ts';
import { openSharedState } from '../gateway/open-replicas.ts';
import type { Service } from '../service.ts';

/** The gateway against AWS, or against whatever AWS_ENDPOINT_URL names. */
export async function start(config: Config): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const auth = await openAuth(config, config.auth ?? ['token'], logger);
  const audit = await openAudit(config, logger);
  const replicas = await openSharedState(config, (standing) => auth.stands(standing), logger);
  const { cursorSecret } = auth;
  const aws = ambientAws(config);
  const gateway = await createGateway(config, aws, logger, cursorSecret, audit?.trail, replicas);
  return listen(config, gateway, { auth, logger, audit, replicas });
}
