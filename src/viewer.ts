import { GatewayError } from './errors.ts';
import type { Person } from './portal/portal.ts';

export type Permission = 'read' | 'credentials' | 'metrics';

/** Who calls the gateway. */
export interface Viewer extends Person {
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** When their proof of identity expires, in epoch milliseconds; their subscriptions end with it. */
  readonly validUntil?: number;
}

/** The one place that refuses a viewer. */
export function requirePermission({ name, permissions }: Viewer, permission: Permission): void {
  if (permissions.has(permission)) return;
  throw new GatewayError('FORBIDDEN', `${name} does not have the permission "${permission}"`, { permission });
}
