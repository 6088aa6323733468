import type { Changes } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call } from '../call.ts';

interface Written {
  readonly createdAt: number;
  readonly changes?: Changes;
}

/** All writes count as the management account's. */
export function audit({ createdAt, changes }: Written, { organization }: Call) {
  const by = organization.managementAccountId;
  return { CreatedAt: createdAt, CreatedBy: by, UpdatedAt: changes?.lastAt ?? createdAt, UpdatedBy: by };
}

export function revisionOf({ changes }: Written): string {
  return String(1 + (changes?.count ?? 0));
}

/** For a write that is meant for one revision of a user or group. */
export function requireRevision(wanted: string | undefined, written: Written): void {
  if (wanted !== undefined && wanted !== revisionOf(written)) {
    throw new WireError(
      'ConflictException',
      `The revision is ${revisionOf(written)}, and the request is for ${wanted}.`,
      { Reason: 'CONCURRENT_MODIFICATION' },
    );
  }
}
