import type { Config } from '../../config/config.ts';
import { createLogger } from '../../log.ts';
import { sandboxAws } from '../aws-source.ts';
import { demoExamples } from './demo-examples.ts';
import { createGateway } from '../gateway/gateway.ts';
import { listen } from '../listen.ts';
import { openAuth } from '../gateway/open-auth.ts';
import { openSandbox } from './sandbox.ts';
import { openAudit } from '../gateway/open-audit.ts';
import type { Service } from '../service.ts';

/** The gateway on a sandbox of its own. */
export async function start(config: Config): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const sandbox = await openSandbox(config, {
    port: config.sandboxPort ?? 0,
    throttle: config.throttle ?? config.sandboxTps !== undefined,
  });
  const auth = await openAuth(config, config.auth ?? ['none'], logger);
  const signIn = {
    startUrl: `${sandbox.url}/start`,
    ssoRegion: 'us-east-1',
    // The sandbox's tokens are worth nothing among those of the AWS CLI.
    tokenCache: config.tokenCache ?? 'memory',
  };
  const audit = await openAudit(config, logger);
  const gateway = await createGateway(
    { ...config, ...signIn },
    sandboxAws(config, sandbox),
    logger,
    auth.cursorSecret,
    audit?.trail,
  );
  const service = await listen(config, gateway, {
    auth,
    logger,
    audit,
    examples: demoExamples(sandbox.organization),
  });
  return {
    ...service,
    async close() {
      await service.close();
      await sandbox.close();
    },
  };
}
