import type { ServerResponse } from 'node:http';
import type { Refusal } from '../../viewers/way.ts';
import { refuse } from '../respond.ts';

/** Says why nobody is known by a request. What cannot be told now is no fault of the client's, and may be sent again. */
export function refuseViewer(response: ServerResponse, { reason, message }: Refusal): void {
  if (reason === 'unavailable') {
    response.setHeader('Retry-After', '5');
    return refuse(response, 503, 'UNAUTHENTICATED', message);
  }
  response.setHeader('WWW-Authenticate', 'Bearer');
  refuse(response, 401, 'UNAUTHENTICATED', message);
}
