import type { CallOptions } from '../../aws/call/call.ts';
import { isNetworkRefusal } from '../../aws/call/errors.ts';
import { asSdkError } from '../../aws/call/fault.ts';
import { AwsError } from '../../errors.ts';
import type { Check } from './check.ts';

/** Why calls that need something are not worth trying. */
export class Obstacle {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What it means that AWS refuses a call without which the gateway goes on: a finding, or that much is left out. */
type Excuse = (error: AwsError) => string | { readonly status: 'limited' } | undefined;

type Known<N> = { readonly [Name in keyof N]: Exclude<N[Name], Obstacle | undefined> };

/** Tries AWS's APIs, one call each, and keeps what came of it. */
export class Calls {
  readonly checks: Check[] = [];
  /** By operation, such as `sso-admin:ListInstances`. */
  readonly errors = new Map<string, AwsError>();
  readonly #unreachable = new Set<string>();
  readonly #options: CallOptions;
  readonly #onTry: (action: string) => void;

  constructor(options: CallOptions, onTry: (action: string) => void) {
    this.#options = options;
    this.#onTry = onTry;
  }

  /**
   * Undefined when the call failed, or when something that it needs is not known. An `excuse` says what it means
   * where AWS may refuse the call and the gateway goes on all the same.
   */
  async attempt<N extends object, T>(
    operation: string,
    needs: N,
    call: (needs: Known<N>, options: CallOptions) => Promise<T>,
    excuse?: Excuse,
  ): Promise<T | undefined> {
    const subject = actionOf(operation);
    const reason = this.#whyNotAny(serviceOf(operation)) ?? whyNot(needs);
    if (reason !== undefined) {
      this.checks.push({ subject, status: 'skipped', finding: `not tried: ${reason}` });
    } else {
      this.#onTry(subject);
      try {
        // The cast: each of them was just seen to be there.
        const answer = await call(needs as Known<N>, this.#options);
        this.checks.push({ subject, status: 'ok', finding: 'answers' });
        return answer;
      } catch (error) {
        this.checks.push(this.#judge(operation, error, excuse));
      }
    }
    return undefined;
  }

  /** A call that is not part of the report, but whose answer or error decides something in it. */
  async ask<T>(call: (options: CallOptions) => Promise<T>): Promise<T | AwsError> {
    try {
      return await call(this.#options);
    } catch (error) {
      if (error instanceof AwsError) return error;
      throw error;
    }
  }

  #judge(operation: string, error: unknown, excuse?: Excuse): Check {
    const subject = actionOf(operation);
    // A report that one broken answer could end would not be worth much.
    if (!(error instanceof AwsError))
      return {
        subject,
        status: 'failed',
        finding: 'cannot be read',
        remedy: `${operation}: ${String(error)}`,
      };
    this.errors.set(operation, error);
    if (isUnreachable(error)) this.#unreachable.add(serviceOf(operation));
    const excused = excuse?.(error);
    if (typeof excused === 'string') return judge(subject, error, excused);
    return { ...judge(subject, error, undefined), ...excused };
  }

  /** Why no call of the service is worth trying: one failed in a way in which all others would, too. */
  #whyNotAny(service: string): string | undefined {
    if (this.credentialsError) return 'the credentials do not work';
    return this.#unreachable.has(service) ? 'the service does not answer' : undefined;
  }

  get credentialsError(): AwsError | undefined {
    return this.errors.values().find(({ code }) => code === 'AWS_CREDENTIALS');
  }
}

/** The first page of a list that has rows: an empty one may come before it. */
export async function firstRows<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  for await (const page of pages) if (page.length > 0) return page;
  return [];
}

/** Every row of a list that is short. */
export async function allRows<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  return (await Array.fromAsync(pages)).flat();
}

/** The IAM action of an operation. */
function actionOf(operation: string): string {
  return operation.replace(/^sso-admin:/, 'sso:');
}

function serviceOf(operation: string): string {
  return operation.split(':')[0] ?? operation;
}

function whyNot(needs: object): string | undefined {
  for (const [name, value] of Object.entries(needs)) {
    if (value instanceof Obstacle) return value.reason;
    // `permissionSet` as people write it.
    if (value === undefined)
      return `no ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} to try it with`;
  }
  return undefined;
}

/** The same text for all calls, so that it is told once. */
const networkRemedy =
  "The identity store's network configuration keeps this network out: call through a VPC endpoint or from an allowed VPC, or add this machine's address to ApiAllowSourceIps (identitystore:UpdateIdentityStore).";

function judge(subject: string, error: AwsError, excuse: string | undefined): Check {
  if (isAboutNobody(subject, error)) return { subject, status: 'ok', finding: 'answers' };
  if (excuse !== undefined) return { subject, status: 'skipped', finding: excuse };
  const { message: remedy, details, code } = error;
  const { awsError, reason } = details;
  if (code !== 'AWS_ACCESS_DENIED') {
    const name = typeof awsError === 'string' ? awsError : code;
    return { subject, status: 'failed', finding: isUnreachable(error) ? 'no answer' : name, remedy };
  }
  if (isNetworkRefusal(error)) {
    const finding = 'denied: not from this network';
    return { subject, status: 'failed', finding, remedy: networkRemedy };
  }
  const action = typeof reason === 'string' && reason.startsWith('KMS') ? 'kms:Decrypt' : subject;
  return { subject, status: 'failed', finding: `denied: allow ${action}`, remedy, action };
}

/** No answer at all, not even a refusal. */
function isUnreachable({ code, cause }: AwsError): boolean {
  const { code: nodeCode, name, $metadata } = asSdkError(cause);
  const hasNoAnswer = $metadata?.httpStatusCode === undefined;
  return code === 'AWS_UNAVAILABLE' && hasNoAnswer && (nodeCode !== undefined || name === 'TimeoutError');
}

/** AWS looks at permissions first: who may not make the call is not told that a user or group does not exist. */
function isAboutNobody(subject: string, { code, details }: AwsError): boolean {
  return (
    subject.startsWith('identitystore:') &&
    code === 'NOT_FOUND' &&
    // Where AWS does not say what it did not find, it may be the store.
    ['USER', 'GROUP'].includes(String(details['resourceType']))
  );
}
