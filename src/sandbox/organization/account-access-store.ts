import { applicationArn, entitlementId, type ApplicationOwner } from './ids.ts';
import { KeyedList } from './keyed-list.ts';
import type { Random } from './random.ts';
import {
  type AccountAccess,
  type AccountAccessApplication,
  type Entitlement,
  OrganizationError,
} from './types.ts';

/** What the organization starts with. */
export interface AccountAccessParts {
  readonly application: AccountAccessApplication | undefined;
  readonly entitlements: readonly Entitlement[];
  readonly owner: ApplicationOwner;
  /** What the ids of later ones are drawn from. */
  readonly random: Random;
}

interface Surroundings {
  /** Throws when there is no such account. */
  readonly requireAccount: (accountId: string) => void;
  /** Throws when there is no such user or group. */
  readonly requirePrincipal: (principal: Pick<Entitlement, 'principalType' | 'principalId'>) => void;
  readonly clock: () => number;
  /** Is told of every write. */
  readonly written: () => void;
}

/** AWS's published quota. */
const maxGroupsOfRole = 20;

/** Account access manager. */
export class AccountAccessStore implements AccountAccess {
  readonly #entitlements = new KeyedList<Entitlement>(({ id }) => id);
  readonly #byAccount = new Map<string, Entitlement[]>();
  readonly #around: Surroundings;
  readonly #owner: ApplicationOwner;
  readonly #random: Random;
  #application: AccountAccessApplication | undefined;

  constructor({ application, entitlements, owner, random }: AccountAccessParts, around: Surroundings) {
    this.#application = application;
    this.#owner = owner;
    this.#random = random;
    this.#around = around;
    for (const entitlement of entitlements) this.#add(entitlement);
  }

  get application(): AccountAccessApplication | undefined {
    return this.#application;
  }

  createApplication(tags: Readonly<Record<string, string>>): AccountAccessApplication {
    if (this.#application) return this.#application;
    const { clock, written } = this.#around;
    this.#application = { arn: applicationArn(this.#random, this.#owner), createdAt: clock(), tags };
    written();
    return this.#application;
  }

  /** A guess: what has entitlements stays, with 409. The model only says that deleting it may conflict with something. */
  deleteApplication(): void {
    if (this.#entitlements.rows.length > 0)
      throw new OrganizationError('CONFLICT', 'APPLICATION', 'The application has entitlements');
    this.#application = undefined;
    this.#around.written();
  }

  entitlements(): readonly Entitlement[] {
    return this.#entitlements.rows;
  }

  entitlementsOf(accountId: string): readonly Entitlement[] {
    return this.#byAccount.get(accountId) ?? [];
  }

  entitlement(id: string): Entitlement | undefined {
    return this.#entitlements.get(id);
  }

  createEntitlement(input: Parameters<AccountAccess['createEntitlement']>[0]): Entitlement {
    const { principalType, principalId, roleArn } = input;
    const accountId = roleArn.split(':')[4] ?? '';
    this.#around.requireAccount(accountId);
    this.#around.requirePrincipal(input);
    const ofRole = this.entitlementsOf(accountId).filter((other) => other.roleArn === roleArn);
    const known = ofRole.find(
      (other) => other.principalType === principalType && other.principalId === principalId,
    );
    if (known) return known;
    const groups = ofRole.filter((other) => other.principalType === 'GROUP').length;
    if (principalType === 'GROUP' && groups >= maxGroupsOfRole)
      throw new OrganizationError('QUOTA', 'ENTITLEMENT', `A role takes ${maxGroupsOfRole} groups`);
    const { clock, written } = this.#around;
    const id = entitlementId(this.#random);
    const entitlement = { id, principalType, principalId, roleArn, accountId, createdAt: clock() };
    this.#add(entitlement);
    written();
    return entitlement;
  }

  deleteEntitlement(id: string): void {
    const entitlement = this.#entitlements.get(id);
    if (!entitlement) return;
    this.#entitlements.remove(entitlement);
    const rest = this.entitlementsOf(entitlement.accountId).filter((other) => other !== entitlement);
    this.#byAccount.set(entitlement.accountId, rest);
    this.#around.written();
  }

  #add(entitlement: Entitlement): void {
    this.#entitlements.add(entitlement);
    const ofAccount = this.#byAccount.get(entitlement.accountId) ?? [];
    this.#byAccount.set(entitlement.accountId, ofAccount);
    ofAccount.push(entitlement);
  }
}
