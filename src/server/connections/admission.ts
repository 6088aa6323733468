import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Bounds } from '../limits/bounds.ts';
import type { Incidents } from '../incidents.ts';
import { refuseConnection } from '../respond.ts';
import { addressOf } from './address.ts';
import type { Shares } from './shares.ts';

/**
 * The connections that are open, WebSockets too; with TLS, those whose handshake is done. Those beyond the bounds are
 * told so before anything of them is read, or where they could not read that, for want of a handshake, closed.
 */
export function admitConnections(
  server: Server,
  bounds: Pick<Bounds, 'connections'>,
  shares: Shares,
  incidents: Incidents,
  isTls: boolean,
): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  const admitted = new Set<Socket>();
  // A new server has one listener, which reads requests; refused connections do not get that far.
  const [serve] = server.listeners('connection');
  if (!serve) throw new Error('an HTTP server without a listener for connections');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    socket.once('close', () => resolve());
    if (admitted.size < bounds.connections && shares.takeConnection(socket, closed)) {
      keep(admitted, socket);
      if (!isTls) keep(open, socket);
      serve.call(server, socket);
      return;
    }
    incidents.note('too_many_connections', addressOf(socket));
    const message = 'Too many connections are open; try again when some are closed.';
    if (isTls) socket.destroy();
    else refuseConnection(socket, 503, 'TOO_MANY_REQUESTS', message, { 'Retry-After': '5' });
  });
  server.on('secureConnection', (socket: Socket) => keep(open, socket));
  return open;
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}
