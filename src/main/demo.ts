import { devNull } from 'node:os';
import type { Config } from '../config.ts';
import { createLogger } from '../log.ts';
import { demoExamples } from './demo-examples.ts';
import { createGateway } from './gateway.ts';
import { cursorSecretOf, listen, openAuth } from './listen.ts';
import { openSandbox } from './sandbox.ts';
import type { Service } from './service.ts';

/** The gateway on a sandbox of its own. */
export async function start(config: Config): Promise<Service> {
  forgetAws();
  const logger = createLogger(config.logLevel);
  const sandbox = await openSandbox(config, {
    port: config.sandboxPort ?? 0,
    throttle: config.throttle ?? config.sandboxTps !== undefined,
  });
  const { awsTps } = config;
  const auth = await openAuth(config, config.auth ?? 'none');
  const gateway = await createGateway(
    config,
    {
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
      ...(awsTps === undefined ? { unlimited: true } : { ssoAdminTps: awsTps }),
    },
    logger,
    cursorSecretOf(auth),
  );
  const service = await listen(config, gateway, {
    auth,
    logger,
    examples: demoExamples(sandbox.organization),
  });
  return {
    readyLine: service.readyLine,
    async close() {
      await service.close();
      await sandbox.close();
    },
  };
}

/** The SDK must find nothing of the user's own AWS: no profile, no endpoint, no credentials, no metadata service. */
function forgetAws(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('AWS_')) delete process.env[name];
  }
  process.env.AWS_CONFIG_FILE = devNull;
  process.env.AWS_SHARED_CREDENTIALS_FILE = devNull;
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
}
