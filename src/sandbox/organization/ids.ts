import type { Random } from './random.ts';

/** Account ids are text: a tenth of them begins with zeros, which tools that read numbers lose. */
export function accountId(random: Random): string {
  const leading = random.chance(0.1) ? '00' : String(1 + random.below(9)) + random.text(1, '0123456789');
  return leading + random.text(10, '0123456789');
}

export function organizationId(random: Random): string {
  return `o-${random.text(10)}`;
}

export function rootId(random: Random): string {
  return `r-${random.text(4)}`;
}

/** An OU's id repeats the characters of its root's id. */
export function organizationalUnitId(random: Random, root: string): string {
  return `ou-${root.slice('r-'.length)}-${random.text(8)}`;
}

export function instanceArn(random: Random, partition: string): string {
  return `arn:${partition}:sso:::instance/ssoins-${random.hex(16)}`;
}

export function permissionSetArn(random: Random, instance: string): string {
  return `${instance.replace(':instance/', ':permissionSet/')}/ps-${random.hex(16)}`;
}

/** Where an application of account access manager is. */
export interface ApplicationOwner {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** A guess: the model only says which characters the last part has. */
export function applicationArn(random: Random, owner: ApplicationOwner): string {
  const { partition, region, accountId: account } = owner;
  return `arn:${partition}:account-access:${region}:${account}:application/app-${random.hex(16)}`;
}

/** A guess: the model says of these ids only that they are texts. */
export function entitlementId(random: Random): string {
  return `ent-${random.hex(16)}`;
}

export function identityStoreId(random: Random): string {
  return `d-90${random.hex(8)}`;
}

/** A user's or group's id: a UUID, in older identity stores with the store's ten characters in front. */
export function principalId(random: Random, identityStore: string): string {
  const uuid = random.uuid();
  return random.chance(0.5) ? uuid : `${identityStore.slice('d-'.length)}-${uuid}`;
}
