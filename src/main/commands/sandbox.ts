import type { Config } from '../../config/config.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import type { Service } from '../service.ts';

/** The port that the sandbox's documentation and examples name. */
const wellKnownPort = 4600;

/** The sandbox's own names of what --mode takes. */
const modes = {
  'arns-absent': 'arnsAbsent',
  'delegated-administrator': 'delegatedAdministrator',
  'directory-cannot-be-listed': 'directoryCannotBeListed',
  'kms-denied': 'kmsDenied',
  'network-restricted': 'networkRestricted',
  'no-account-access': 'noAccountAccess',
  'paths-absent': 'pathsAbsent',
  'permission-sets-disabled': 'permissionSetsDisabled',
  'replica-region': 'replicaRegion',
  'status-absent': 'statusAbsent',
} satisfies Record<Config['modes'][number], keyof Required<SandboxOptions>['modes']>;

/** The sandbox alone, as faithful to AWS as it is: it throttles unless told otherwise. */
export async function start(config: Config): Promise<Service> {
  const sandbox = await openSandbox(config, {
    port: config.sandboxPort ?? wellKnownPort,
    throttle: config.throttle ?? true,
  });
  return {
    readyLine: `Sandbox ready at ${sandbox.url}\nStart URL of its access portal: ${sandbox.awsStartUrl}`,
    close: () => sandbox.close(),
  };
}

export function openSandbox(
  config: Config,
  { port, throttle }: Required<Pick<SandboxOptions, 'port' | 'throttle'>>,
): Promise<Sandbox> {
  const { accounts, permissionSets, users, groups, assignments, seed, latencyMs, sandboxTps: tps } = config;
  return startSandbox({
    port,
    throttle,
    accounts,
    permissionSets,
    users,
    groups,
    seed,
    latencyMs,
    modes: Object.fromEntries(config.modes.map((name) => [modes[name], true])),
    ...(assignments !== undefined && { assignments }),
    ...(tps !== undefined && { tps }),
    deviceCodeTtlMs: config.deviceCodeTtlMs,
    pollIntervalMs: config.pollIntervalMs,
    refresh: config.refreshTokens ?? true,
    ...(config.tokenTtlMs !== undefined && { tokenTtlMs: config.tokenTtlMs }),
  });
}
