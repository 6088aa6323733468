import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { program } from '../../cli/program.ts';

export interface Gateway extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Of the page. */
  readonly url: URL;
}

/** The gateway as it ships, on an organization that the test can change. Nothing was read yet. */
export async function gatewayOn(
  options: SandboxOptions,
  change: (sandbox: Sandbox) => void = () => {},
  args: readonly string[] = ['--auth', 'none'],
): Promise<Gateway> {
  const sandbox = await startSandbox({ throttle: false, emptyPages: false, ...options });
  change(sandbox);
  const served = program(['serve', '--port', '0', ...args], {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const url = new URL('/', (await served.firstLine).replace('Gateway ready at ', ''));
  return {
    sandbox,
    url,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
