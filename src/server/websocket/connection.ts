import type { IncomingMessage } from 'node:http';
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../../log.ts';
import { Outlet } from '../connections/outlet.ts';
import type { Connection, Protocol } from './protocol.ts';

/** How often each client is asked whether it is still there. */
const heartbeatMs = 30_000;

/** A closing frame has room for 123 bytes, and a character may take three of them. */
const maxReasonLength = 41;

/** How much a client may send before it has said who it is: its token, and what the handshake takes. */
const strangersBytes = 65_536;

/** Joins a WebSocket to the protocol. While its client does not take what it is sent, nothing more is read from it. */
export function serveConnection(
  protocol: Protocol,
  socket: WebSocket,
  request: IncomingMessage,
  logger: Logger,
): void {
  const outlet = Outlet.of(request.socket);
  const connection: Connection = { socket, request };

  async function holdBack(): Promise<void> {
    if (outlet.isOpen || socket.isPaused) return;
    socket.pause();
    await outlet.opened();
    socket.resume();
  }

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // That a client has gone is no error of sending: the end of the connection ends its operations.
      send(data) {
        const { promise, resolve } = Promise.withResolvers<void>();
        socket.send(data, () => resolve());
        return promise;
      },
      // It may quote what the client sent, such as the id of an operation that there is already.
      close: (code, reason) => socket.close(code, reason?.slice(0, maxReasonLength)),
      onMessage(receive) {
        socket.on('message', (data: Buffer) => {
          const message = data.toString();
          connection.peer?.heed(message);
          receive(message).catch((error: unknown) => {
            logger.error({ err: error }, 'a message over WebSocket failed');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
          void holdBack();
        });
      },
    },
    connection,
  );
  socket.on('ping', () => void holdBack());
  // A message is kept until it is whole, and a thousand strangers' messages of a megabyte would be a gigabyte.
  request.socket.on('data', function look() {
    if (connection.peer) request.socket.off('data', look);
    else if (request.socket.bytesRead > strangersBytes) socket.terminate();
  });
  // Bytes that are no frame of a WebSocket close the connection, and are the client's doing.
  socket.on('error', (error) => logger.debug({ err: error }, 'a WebSocket broke'));
  const stopHeartbeat = heartbeat(socket, outlet);
  socket.once('close', (code, reason) => {
    stopHeartbeat();
    connection.peer?.leave();
    closed(code, reason.toString()).catch((error: unknown) =>
      logger.error({ err: error }, 'a WebSocket could not be left'),
    );
  });
}

/** Ends a connection whose client does not answer, unless the question waits behind what the client has yet to take. */
function heartbeat(socket: WebSocket, outlet: Outlet): () => void {
  let isAlive = true;
  socket.on('pong', () => (isAlive = true));
  const timer = setInterval(() => {
    if (!outlet.isOpen) return;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, heartbeatMs);
  return () => clearInterval(timer);
}
