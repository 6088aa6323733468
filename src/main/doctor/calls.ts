import type { CallOptions } from '../../aws/call.ts';
import { AwsError } from '../../errors.ts';
import type { Check } from './check.ts';

type Known<N> = { readonly [Name in keyof N]: Exclude<N[Name], undefined> };

/** Tries AWS's APIs, one call each, and keeps what came of it. */
export class Calls {
  readonly checks: Check[] = [];
  /** By operation, such as `sso-admin:ListInstances`. */
  readonly errors = new Map<string, AwsError>();
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
    excuse?: (error: AwsError) => string | undefined,
  ): Promise<T | undefined> {
    const subject = operation.replace(/^sso-admin:/, 'sso:');
    const missing = Object.entries(needs).find(([, value]) => value === undefined)?.[0];
    if (this.credentialsError) this.#skip(subject, 'not tried: the credentials do not work');
    else if (missing !== undefined) this.#skip(subject, `not tried: no ${words(missing)} to try it with`);
    else {
      this.#onTry(subject);
      try {
        // The cast: none of them was just seen to be undefined.
        const answer = await call(needs as Known<N>, this.#options);
        this.checks.push({ subject, status: 'ok', finding: 'answers' });
        return answer;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.errors.set(operation, error);
        this.checks.push(judge(subject, error, excuse?.(error)));
      }
    }
    return undefined;
  }

  get credentialsError(): AwsError | undefined {
    return this.errors.values().find(({ code }) => code === 'AWS_CREDENTIALS');
  }

  #skip(subject: string, finding: string): void {
    this.checks.push({ subject, status: 'skipped', finding });
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

/** `permissionSet` as people write it. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function judge(subject: string, error: AwsError, excuse: string | undefined): Check {
  if (isAboutNobody(subject, error)) return { subject, status: 'ok', finding: 'answers' };
  if (excuse !== undefined) return { subject, status: 'skipped', finding: excuse };
  const remedy = error.message;
  if (error.code !== 'AWS_ACCESS_DENIED') return { subject, status: 'failed', finding: error.code, remedy };
  const { reason } = error.details;
  const isKeyDenied = typeof reason === 'string' && reason.startsWith('KMS');
  const action = isKeyDenied ? 'kms:Decrypt' : subject;
  return { subject, status: 'failed', finding: `denied: allow ${action}`, remedy, action };
}

/** AWS looks at permissions first: who may not make the call is not told that a user or group does not exist. */
function isAboutNobody(subject: string, { code, details }: AwsError): boolean {
  return (
    subject.startsWith('identitystore:') &&
    code === 'NOT_FOUND' &&
    details['resourceType'] !== 'IDENTITY_STORE'
  );
}
