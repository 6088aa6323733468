import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Size {
  readonly accounts: number;
  readonly permissionSets: number;
  readonly users: number;
  readonly groups: number;
  /** Of the sandbox's sso-admin bucket. The gateway keeps its own 15. */
  readonly tps: number;
  readonly latencyMs: number;
}

export interface GatewayProcess extends AsyncDisposable {
  readonly url: string;
}

/** The demo as a process of its own, with AWS's limits and a line of some length between it and its sandbox. */
export async function startGateway(size: Size): Promise<GatewayProcess> {
  const flags = {
    port: 0,
    accounts: size.accounts,
    'permission-sets': size.permissionSets,
    users: size.users,
    groups: size.groups,
    'sandbox-tps': size.tps,
    'latency-ms': size.latencyMs,
    'aws-tps': 15,
    'request-timeout': 'PT1H',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const gateway = spawn(process.execPath, ['src/main.ts', 'demo', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(gateway.stdout), 'line')) as [string];
  return {
    url: line.replace('Gateway ready at ', ''),
    async [Symbol.asyncDispose]() {
      const exited = once(gateway, 'exit');
      gateway.kill('SIGTERM');
      await exited;
    },
  };
}
