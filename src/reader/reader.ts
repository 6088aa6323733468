import type { Aws } from '../aws/aws.ts';
import type { MirrorStore } from '../mirror/mirror.ts';
import { principalKey, type PrincipalId } from '../mirror/rows.ts';
import { assignmentPage, type AssignmentPage, type AssignmentQuery, type MaxAges } from './assignments.ts';
import type { Cursors } from './cursor.ts';
import type { InstanceIds } from './extents/source.ts';
import { Facts } from './facts.ts';
import { Flights } from './flights.ts';
import type { Found } from './lookup.ts';
import { Instances, type Instance } from './instances.ts';
import type { Freshness, ReadScope } from './scope.ts';

export interface ReaderOptions {
  readonly aws: Aws;
  readonly store: MirrorStore;
  readonly cursors: Cursors;
  readonly maxAges: MaxAges;
  /** An instance given by configuration; with both ids it is never looked up. */
  readonly instance?: Partial<InstanceIds>;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** Answers questions: reads what is missing from AWS, keeps it in the mirror, and says how complete the answer is. */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #now: () => number;
  readonly #instances: Instances;
  readonly #flights: Flights;
  readonly #readers = new Map<string, Promise<InstanceReader>>();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#flights = new Flights(this.#now);
    this.#instances = new Instances(options.aws, this.#flights, this.#now, options.instance ?? {});
  }

  /** Every instance that AWS lists for these credentials in this Region. */
  async instances(scope: ReadScope): Promise<InstanceReader[]> {
    const instances = await this.#instances.list(scope);
    return Promise.all(instances.map((instance) => this.#readerOf(instance)));
  }

  /** The instance of that ARN, else the configured one, else the only one. */
  async instance(instanceArn: string | null | undefined, scope: ReadScope): Promise<InstanceReader> {
    return this.#readerOf(await this.#instances.resolve(instanceArn, scope));
  }

  /** Stops every read under way. */
  close(): void {
    this.#flights.close(new Error('The gateway is closing'));
  }

  #readerOf(instance: Instance): Promise<InstanceReader> {
    const known = this.#readers.get(instance.instanceArn);
    if (known) return known;
    const reader = this.#createReader(instance);
    this.#readers.set(instance.instanceArn, reader);
    reader.catch(() => this.#readers.delete(instance.instanceArn));
    return reader;
  }

  async #createReader(instance: Instance): Promise<InstanceReader> {
    const { aws, store, cursors, maxAges } = this.#options;
    const mirror = await store.mirrorOf(aws.endpoint, instance.instanceArn);
    // Flights of its own: an extent's key is unique within its instance only.
    const flights = new Flights(this.#now);
    const facts = new Facts(aws, mirror, instance, flights, this.#now);
    return new InstanceReader(instance, facts, cursors, maxAges, (scope) =>
      this.#instances.describe(instance, scope),
    );
  }
}

/** Answers questions about one instance. */
export class InstanceReader {
  readonly instance: Instance;
  readonly #facts: Facts;
  readonly #cursors: Cursors;
  readonly #maxAges: MaxAges;
  readonly #describe: (scope: ReadScope) => Promise<Instance>;

  constructor(
    instance: Instance,
    facts: Facts,
    cursors: Cursors,
    maxAges: MaxAges,
    describe: (scope: ReadScope) => Promise<Instance>,
  ) {
    this.instance = instance;
    this.#facts = facts;
    this.#cursors = cursors;
    this.#maxAges = maxAges;
    this.#describe = describe;
  }

  assignments(query: AssignmentQuery, scope: ReadScope): Promise<AssignmentPage> {
    return assignmentPage(this.#facts, this.#cursors, this.#maxAges, query, scope);
  }

  /** What is known of each user or group, in the order of the ids, read again where it is older than `notBefore`. */
  async principals(ids: readonly PrincipalId[], notBefore: number, scope: ReadScope) {
    return aligned(ids.map(principalKey), await this.#facts.principals(ids, notBefore, scope));
  }

  /** What is known of each permission set, in the order of the ARNs. */
  async permissionSets(arns: readonly string[], notBefore: number, scope: ReadScope) {
    return aligned(arns, await this.#facts.permissionSets(arns, notBefore, scope));
  }

  /** What is known of each account, in the order of the ids. */
  async accounts(accountIds: readonly string[], notBefore: number, scope: ReadScope) {
    return aligned(accountIds, await this.#facts.accounts(accountIds, notBefore, scope));
  }

  /** With the members that only a description tells. */
  describe(scope: ReadScope): Promise<Instance> {
    return this.#describe(scope);
  }

  /** What is fresh enough for a question asked now. */
  freshness(): Freshness {
    const now = this.#facts.now();
    return { assignments: now - this.#maxAges.assignmentsMs, names: now - this.#maxAges.namesMs };
  }
}

function aligned<F>(keys: readonly string[], found: ReadonlyMap<string, Found<F>>): Found<F>[] {
  return keys.map((key) => found.get(key) ?? { facts: undefined, readAt: undefined });
}
