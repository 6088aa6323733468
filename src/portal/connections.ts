import type { PortalAws } from '../aws/portal-aws.ts';

/** AWS in each Region that somebody signs in to; connected once, and closed together. */
export class Connections {
  readonly #open: (region: string) => Promise<PortalAws>;
  readonly #byRegion = new Map<string, Promise<PortalAws>>();

  constructor(open: (region: string) => Promise<PortalAws>) {
    this.#open = open;
  }

  to(region: string): Promise<PortalAws> {
    const known = this.#byRegion.get(region);
    if (known) return known;
    const connection = this.#open(region);
    this.#byRegion.set(region, connection);
    connection.catch(() => this.#byRegion.delete(region));
    return connection;
  }

  async close(): Promise<void> {
    const connected = await Promise.allSettled(this.#byRegion.values());
    for (const connection of connected) if (connection.status === 'fulfilled') connection.value.close();
  }
}
