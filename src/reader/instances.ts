import type { Aws } from '../aws/aws.ts';
import type { InstanceFacts } from '../aws/sso-admin.ts';
import { badInput, GatewayError } from '../errors.ts';
import { chain, type Awaitable } from '../reading/coroutine.ts';
import { wasLately } from '../reading/lately.ts';
import { checkInstanceArn } from './filter/ids.ts';
import type { SingleFlight } from '../reading/single-flight.ts';
import type { InstanceIds } from './extents/source.ts';
import type { ReadScope } from '../reading/scope.ts';
import { here, type ReadingPlace } from './reading-place.ts';

/** An instance as sso-admin tells of it; of a configured one only the two ids are known until it is described. */
export type Instance = InstanceIds & Partial<InstanceFacts>;

/** Instances come and go about never; a day's memory is as good as a lookup. */
const rememberMs = 24 * 3_600_000;

/** Which Identity Center instance a question is about. */
export class Instances {
  readonly #aws: Aws;
  readonly #flights: SingleFlight;
  readonly #place: ReadingPlace;
  readonly #now: () => number;
  /** Given by configuration: both, or the ARN alone to choose among those that AWS lists. */
  readonly #configured: Partial<InstanceIds>;
  #listed: { readonly instances: readonly InstanceFacts[]; readonly at: number } | undefined;
  readonly #described = new Map<string, { readonly instance: InstanceFacts; readonly at: number }>();

  constructor(
    aws: Aws,
    flights: SingleFlight,
    now: () => number,
    configured: Partial<InstanceIds>,
    place: ReadingPlace = here,
  ) {
    this.#aws = aws;
    this.#flights = flights;
    this.#place = place;
    this.#now = now;
    this.#configured = configured;
  }

  /** When they were listed, in epoch milliseconds; 0 before that. */
  get listedAt(): number {
    return this.#listed?.at ?? 0;
  }

  /** sso-admin:ListInstances. At once, where that was asked lately. */
  list(scope: ReadScope): Awaitable<readonly InstanceFacts[]> {
    const oldest = this.#now() - rememberMs;
    if (this.#listed && wasLately(this.#listed.at, rememberMs, this.#now())) return this.#listed.instances;
    return this.#flights.run('instances', oldest, scope, async (flight) => {
      const instances = await this.#place.read(
        { instanceArn: '', key: 'instances' },
        flight,
        async (begun) => {
          const listed: InstanceFacts[] = [];
          for await (const page of this.#aws.ssoAdmin.listInstances(begun)) listed.push(...page);
          return listed;
        },
      );
      // Nothing listed is mostly a wrong Region or a setup just begun: worth asking again.
      if (instances.length > 0) this.#listed = { instances, at: flight.startedAt };
      return instances;
    });
  }

  /** What another gateway asks: all instances, or the description of one. */
  readFor(key: string, scope: ReadScope): Promise<unknown> {
    if (key === 'instances') return Promise.resolve(this.list(scope));
    const instanceArn = key.slice('instance/'.length);
    return this.describe({ instanceArn, identityStoreId: '' }, scope);
  }

  /** The instance asked for, else the configured one, else the only one. At once, where they are known. */
  resolve(instanceArn: string | null | undefined, scope: ReadScope, argument: string): Awaitable<Instance> {
    const { instanceArn: ownArn, identityStoreId } = this.#configured;
    const arn = instanceArn ? checkInstanceArn(instanceArn, argument) : ownArn;
    if (ownArn !== undefined && identityStoreId !== undefined && arn === ownArn)
      return { instanceArn: ownArn, identityStoreId };
    return chain(this.list(scope), (instances) => this.#among(instances, instanceArn, argument));
  }

  #among(
    instances: readonly InstanceFacts[],
    instanceArn: string | null | undefined,
    argument: string,
  ): Instance {
    const { instanceArn: ownArn, identityStoreId } = this.#configured;
    const arn = instanceArn ? instanceArn : ownArn;
    const arns = instances.map((instance) => instance.instanceArn);
    if (instances.length === 0)
      throw new GatewayError(
        'INSTANCE_NOT_FOUND',
        `There is no IAM Identity Center instance in ${this.#aws.region} for these credentials. Check the Region (--region or AWS_REGION) and the account`,
        { region: this.#aws.region },
      );
    if (arn !== undefined) {
      const found = instances.find((instance) => instance.instanceArn === arn);
      if (found) return { ...found, ...(identityStoreId && arn === ownArn && { identityStoreId }) };
      if (!instanceArn)
        throw new GatewayError(
          'INSTANCE_NOT_FOUND',
          `The configured instance ${arn} is not in ${this.#aws.region}; there are ${arns.join(', ')}`,
          { instances: arns },
        );
      throw badInput(
        argument,
        `there is no instance ${arn} in ${this.#aws.region}; there are ${arns.join(', ')}`,
      );
    }
    const [only] = instances;
    if (!only || instances.length > 1)
      throw new GatewayError(
        'INSTANCE_AMBIGUOUS',
        `There are several instances: give instanceArn, one of ${arns.join(', ')}`,
        { instances: arns },
      );
    return identityStoreId ? { ...only, identityStoreId } : only;
  }

  /** Everything about an instance: as it was listed, or by sso-admin:DescribeInstance. */
  async describe(instance: Instance, scope: ReadScope): Promise<Instance> {
    if (instance.ownerAccountId !== undefined || instance.status !== undefined) return instance;
    const { instanceArn } = instance;
    const oldest = this.#now() - rememberMs;
    const known = this.#described.get(instanceArn);
    if (known && wasLately(known.at, rememberMs, this.#now())) return known.instance;
    return this.#flights.run(`instance/${instanceArn}`, oldest, scope, async (flight) => {
      const wanted = { instanceArn: '', key: `instance/${instanceArn}` };
      const described = await this.#place.read(wanted, flight, (begun) =>
        this.#aws.ssoAdmin.describeInstance(instanceArn, begun),
      );
      this.#described.set(instanceArn, { instance: described, at: flight.startedAt });
      return described;
    });
  }
}
