/** Something that runs until it is told to stop. */
export interface Service {
  /** The first line on standard output: a script that started us waits for it. */
  readonly readyLine: string;
  /** Takes up changed files, without a restart; on SIGHUP. */
  reload?(): Promise<void>;
  close(): Promise<void>;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/** Ends the process with code 0 once the service has finished what it was asked. A repeated signal changes nothing. */
export function stopOnSignal(service: Service): void {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  for (const signal of signals) process.on(signal, () => ask());
  // Without it, SIGHUP ends the process, as it does when the terminal of a demo is closed.
  if (service.reload) process.on('SIGHUP', () => void service.reload?.());
  void asked
    .then(() => service.close())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`identity-center-gateway: closing failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
}
