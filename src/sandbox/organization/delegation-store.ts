import { type DelegatedService, type Delegations, OrganizationError } from './types.ts';

/** The service that the sandbox is about, of which one account beside the management account can be administrator. */
export const identityCenter = 'sso.amazonaws.com';

/** Which accounts administer which services for the organization, by account id. */
export class DelegationStore implements Delegations {
  readonly #services: Map<string, readonly DelegatedService[]>;
  readonly #clock: () => number;
  readonly #written: (accountId: string) => void;

  /** `written` is told of every write before it is made, and throws when there is no such member account. */
  constructor(
    services: ReadonlyMap<string, readonly DelegatedService[]>,
    clock: () => number,
    written: (accountId: string) => void,
  ) {
    this.#services = new Map(services);
    this.#clock = clock;
    this.#written = written;
  }

  accountIds(): readonly string[] {
    return [...this.#services.keys()];
  }

  of(accountId: string): readonly DelegatedService[] {
    return this.#services.get(accountId) ?? [];
  }

  administratorOf(service: string): string | undefined {
    return this.accountIds().find((id) => this.#has(id, service));
  }

  register(accountId: string, service: string): void {
    if (this.#has(accountId, service))
      throw new OrganizationError('CONFLICT', 'DELEGATION', `${accountId} administers ${service} already`);
    if (service === identityCenter && this.administratorOf(service) !== undefined)
      throw new OrganizationError('QUOTA', 'DELEGATION', `${service} has an administrator already`);
    this.#set(accountId, [...this.of(accountId), { service, enabledAt: this.#clock() }]);
  }

  deregister(accountId: string, service: string): void {
    this.#set(
      accountId,
      this.of(accountId).filter((row) => row.service !== service),
    );
  }

  #has(accountId: string, service: string): boolean {
    return this.of(accountId).some((row) => row.service === service);
  }

  #set(accountId: string, services: readonly DelegatedService[]): void {
    this.#written(accountId);
    if (services.length === 0) this.#services.delete(accountId);
    else this.#services.set(accountId, services);
  }
}
