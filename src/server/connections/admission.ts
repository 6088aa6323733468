import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Bounds } from '../bounds.ts';
import type { Incidents } from '../incidents.ts';
import { Quota } from '../quota.ts';
import { refuseConnection } from '../respond.ts';
import { addressOf } from './address.ts';

/** The connections that are open, WebSockets too. Those beyond the bounds are told so before anything of them is read. */
export function admitConnections(
  server: Server,
  bounds: Pick<Bounds, 'connections' | 'connectionsOfAddress'>,
  incidents: Incidents,
): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  const quota = new Quota(bounds.connectionsOfAddress);
  // A new server has one listener, which reads requests; refused connections do not get that far.
  const [serve] = server.listeners('connection');
  if (!serve) throw new Error('an HTTP server without a listener for connections');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket);
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.once('close', () => resolve());
    if (open.size < bounds.connections && quota.take(address, closed)) {
      open.add(socket);
      void closed.then(() => open.delete(socket));
      serve.call(server, socket);
      return;
    }
    incidents.note('too_many_connections', address);
    const message = 'Too many connections are open; try again when some are closed.';
    refuseConnection(socket, 503, 'TOO_MANY_REQUESTS', message, { 'Retry-After': '5' });
  });
  return open;
}
