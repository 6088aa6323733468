import { BlockList, isIPv6 } from 'node:net';
import type { NetworkConfiguration } from '../../organization/types.ts';
import type { Call } from '../call.ts';

export function networkOf({ organization, modes }: Call): NetworkConfiguration {
  return (
    organization.instance.networkConfiguration ?? { VpceAccessRequired: modes.networkRestricted ?? false }
  );
}

/** Nobody reaches the sandbox through a VPC, so that of a store which demands one only the addresses are left. */
export function isLetIn(call: Call): boolean {
  const { VpceAccessRequired, ApiRestrictSourceVpcs, ApiAllowSourceIps = [] } = networkOf(call);
  if (!VpceAccessRequired && ApiRestrictSourceVpcs === undefined) return true;
  const allowed = new BlockList();
  for (const range of ApiAllowSourceIps) {
    const [address = '', prefix] = range.split('/');
    const family = familyOf(address);
    if (prefix === undefined) allowed.addAddress(address, family);
    else allowed.addSubnet(address, Number(prefix), family);
  }
  return allowed.check(call.sourceIp, familyOf(call.sourceIp));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
