import type { Config } from '../../config/config.ts';
import { StartupError } from '../startup-error.ts';

/** Flags of an export that a review has no use for: it has one form, and is read anew. */
const others = {
  people: '--people',
  changes: '--changes',
  until: '--until',
  columns: '--columns',
  bom: '--bom',
  wide: '--wide',
  maxAgeMs: '--max-age',
} as const satisfies Partial<Record<keyof Config, string>>;

/** Throws where flags do not go with a review. */
export function evidenceAsked(config: Config): void {
  const { gatewaySource, store, format, names, historyMs } = config;
  const given = Object.entries(others).filter(([name]) => config[name as keyof typeof others] !== undefined); // Object.entries forgets the key type
  const problems = [
    ...given.map(([, flag]) => `${flag}: does not go with --evidence, which always has the same form`),
    ...(format === 'csv'
      ? []
      : ['--format: a review has every format that it may be wanted in; leave it away']),
    ...(names === false ? ['--no-names: a review consists of names'] : []),
    ...(gatewaySource === undefined
      ? []
      : [
          '--gateway: a review says whose credentials of AWS read it; give those, and the --store FILE of the gateway where it is on this machine',
        ]),
    ...(gatewaySource === undefined && store === 'memory'
      ? ['--evidence: needs --store FILE, in which what changes from one review to the next is kept']
      : []),
    ...(/^postgres(?:ql)?:/.test(store)
      ? [
          '--store: with a PostgreSQL database another gateway reads, with its own credentials; give a review a file of its own',
        ]
      : []),
    ...(historyMs === 0 ? ['--history: a review tells what changed; keep more than 0'] : []),
  ];
  if (problems.length > 0) throw new StartupError(problems);
}

const filters = {
  principalFilter: '--principal',
  userFilter: '--user',
  groupFilter: '--group',
  permissionSetFilter: '--permission-set',
  accountFilter: '--account',
  accountNameFilter: '--account-name',
  ouFilter: '--ou',
  nameFilter: '--name',
} as const satisfies Partial<Record<keyof Config, string>>;

/** The flags that narrow a review down, in one order whatever order they were given in. */
export function filterFlags(config: Config): string[] {
  const flags = Object.entries(filters).flatMap(([name, flag]) =>
    config[name as keyof typeof filters].map((value) => `${flag} ${value}`),
  );
  return [...flags.toSorted(), ...(config.recursive ? ['--recursive'] : [])];
}
