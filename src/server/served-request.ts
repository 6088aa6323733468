import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../viewer.ts';
import type { Askers } from './askers.ts';
import { Outlet } from './connections/outlet.ts';
import type { ServedRequest } from './graphql/endpoint.ts';
import type { Lifetime } from './limits/in-flight.ts';
import type { Origins } from './origins/origins.ts';

/** What an operation is served with, whether it came in a request of its own or over the WebSocket that one opened. */
export function servedRequest(
  request: IncomingMessage,
  viewer: Viewer,
  { origins, askers }: { readonly origins: Origins; readonly askers: Askers },
  lifetime: Lifetime,
): ServedRequest {
  return {
    viewer,
    origin: origins.originOf(request),
    outlet: Outlet.of(request.socket),
    asker: askers.of(request),
    audit: askers.auditOf(request),
    beganAtMs: performance.now(),
    ...lifetime,
  };
}
