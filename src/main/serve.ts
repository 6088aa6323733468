import type { Config } from '../config.ts';
import { createLogger } from '../log.ts';
import { type AwsTarget, createGateway } from './gateway.ts';
import { listen } from './listen.ts';
import type { Service } from './service.ts';

/** AWS's limit is 20 calls a second for all tools of the organization together; this leaves them a quarter. */
const defaultTps = 15;

/** The gateway against AWS, or against whatever AWS_ENDPOINT_URL names. */
export async function start(config: Config): Promise<Service> {
  const logger = createLogger(config.logLevel);
  const { region, profile, awsTps: tps = defaultTps } = config;
  const target: AwsTarget = { ...(region && { region }), ...(profile && { profile }), tps };
  const gateway = await createGateway(config, target, logger);
  return listen(config, gateway, { auth: config.auth ?? 'token', logger });
}
