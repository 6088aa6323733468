import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP connection's way, on which a test can do what networks do. */
export interface Wire extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection, and takes none until it is mended. */
  cut(): void;
  mend(): void;
  /** Breaks every connection that there is; new ones are taken. */
  breakOff(): void;
  /** Each piece arrives so much later, both ways. */
  delay(ms: number): void;
}

/** `to` is asked for each connection; undefined where there is nobody to connect to. */
export async function wire(to: () => number | undefined, retries = 0): Promise<Wire> {
  let isCut = false;
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client);
    if (isCut) client.resetAndDestroy();
    else void join(client, retries);
  });

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.setNoDelay();
  }

  /** Where nobody answers at all, the next one is tried: nothing was sent yet. */
  async function join(client: Socket, left: number): Promise<void> {
    const port = to();
    if (port === undefined) return void client.resetAndDestroy();
    const target = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    keep(target);
    try {
      await once(target, 'connect');
    } catch {
      if (left > 0) return join(client, left - 1);
      return void client.resetAndDestroy();
    }
    pass(client, target);
    pass(target, client);
  }

  function pass(from: Socket, onto: Socket): void {
    const later = (act: () => void) => (delayMs > 0 ? void setTimeout(act, delayMs) : act());
    from.on('data', (piece) => later(() => onto.writable && onto.write(piece)));
    from.on('end', () => later(() => onto.end()));
    from.on('close', (hadError) => later(() => (hadError ? onto.resetAndDestroy() : onto.destroy())));
  }

  const breakOff = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // The cast: a server that listens on TCP has an address of this form.
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
      breakOff();
    },
    mend: () => void (isCut = false),
    breakOff,
    delay: (ms) => void (delayMs = ms),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      // One that was only just being taken is not there yet.
      const breaking = setInterval(breakOff, 50);
      breakOff();
      await closed;
      clearInterval(breaking);
    },
  };
}
