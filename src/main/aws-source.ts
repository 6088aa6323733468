import { devNull } from 'node:os';
import type { AwsOptions } from '../aws/aws.ts';
import type { Config } from '../config/config.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** Where a command reads from. */
export interface AwsSource extends AsyncDisposable {
  readonly options: AwsOptions;
}

/** AWS with the ambient credentials, or whatever AWS_ENDPOINT_URL names; with --demo a sandbox in this process. */
export async function openAwsSource(config: Config): Promise<AwsSource> {
  if (!config.demo) return { options: ambientAws(config), [Symbol.asyncDispose]: async () => {} };
  const { openSandbox } = await import('./commands/sandbox.ts');
  const sandbox = await openSandbox(config, { port: 0, throttle: false });
  return { options: sandboxAws(config, sandbox), [Symbol.asyncDispose]: () => sandbox.close() };
}

export function ambientAws(config: Config): AwsOptions {
  const { region, profile } = config;
  return {
    ...pacing(config),
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  };
}

/** The sandbox instead of AWS, in this whole process. The budget does not hold it back unless asked. */
export function sandboxAws(config: Config, sandbox: Sandbox): AwsOptions {
  forgetAws();
  return {
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
    ...(config.awsTps === undefined ? { unlimited: true } : pacing(config)),
  };
}

function pacing({ awsTps, backgroundTps }: Config): Pick<AwsOptions, 'ssoAdminTps' | 'backgroundTps'> {
  return {
    ...(awsTps !== undefined && { ssoAdminTps: awsTps }),
    ...(backgroundTps !== undefined && { backgroundTps }),
  };
}

/** The SDK must find nothing of the user's own AWS: no profile, no endpoint, no credentials, no metadata service. */
function forgetAws(): void {
  for (const name of Object.keys(process.env)) {
    // This one is about the machine, and not about AWS.
    if (name.startsWith('AWS_') && name !== 'AWS_SSO_DISABLE_BROWSER') delete process.env[name];
  }
  process.env.AWS_CONFIG_FILE = devNull;
  process.env.AWS_SHARED_CREDENTIALS_FILE = devNull;
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
}
