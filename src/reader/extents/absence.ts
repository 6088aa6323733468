import { brokenAnswer } from '../../aws/call/errors.ts';
import { AwsError } from '../../errors.ts';
import type { Flight } from '../../reading/single-flight.ts';
import type { Extent } from '../reads.ts';
import type { SharedChecks } from './shared-checks.ts';

/** A thing that a list named so recently should still be there; if it is not found, AWS contradicts itself. */
const justMs = 60_000;

/** What else AWS has told of something that it now does not find. */
export interface Witness {
  /** For people, such as `account 123456789012`. */
  readonly subject: string;
  /** The operation that told of it, such as `sso-admin:ListPermissionSets`. */
  readonly by: string;
  /** When the latest read began that told of it, in epoch milliseconds; undefined when none does. */
  namedAt(): number | undefined;
  /** What is missing, as Absences have it; undefined where it could be either of two things. */
  readonly key?: string;
  /** The extent that is asked for once more: many that are missing may be told of by one. */
  readonly extent: Extent;
  /** Whether it is there, after the extent was read again. */
  isThere(): boolean;
}

/** How many absences are remembered, the latest ones: a client may ask for any number of ids. */
const maxAbsences = 10_000;

/** What AWS lately said it does not have, and when it was asked: of an account `account/123456789012`. */
export class Absences {
  readonly #askedAt = new Map<string, number>();

  note(key: string, askedAt: number): void {
    this.#askedAt.delete(key);
    this.#askedAt.set(key, askedAt);
    const [oldest] = this.#askedAt.keys();
    if (this.#askedAt.size > maxAbsences && oldest !== undefined) this.#askedAt.delete(oldest);
  }

  /** Epoch milliseconds. */
  at(key: string): number | undefined {
    return this.#askedAt.get(key);
  }
}

export type Judgement = 'GONE' | 'ASK AGAIN' | 'CONTRADICTION';

/** What "not found" means: news about what was named long ago, and nothing about what was named just now. */
export function judgeAbsence(namedAt: number | undefined, now: number): Judgement {
  if (namedAt === undefined) return 'GONE';
  return now - namedAt <= justMs ? 'CONTRADICTION' : 'ASK AGAIN';
}

interface Asker {
  readonly checks: SharedChecks;
  readonly absences: Absences;
  readonly now: () => number;
}

/**
 * Throws when AWS does not find what it has just told of: then nothing was read, and it must not look as if nothing
 * were there. Many reads that do not find the same ask again once.
 */
export async function requireGone(
  { checks, absences, now }: Asker,
  flight: Flight,
  operation: string,
  witness: Witness,
): Promise<void> {
  const judge = () => judgeAbsence(witness.namedAt(), now());
  let isThere: boolean | undefined;
  await checks.run(
    witness.extent.key.text,
    () => judge() !== 'ASK AGAIN',
    async () => (isThere = await askAgain(witness, flight)),
  );
  isThere ??= judge() !== 'GONE';
  if (!isThere) {
    if (witness.key !== undefined) absences.note(witness.key, flight.startedAt);
    return;
  }
  const problem = `it does not find ${witness.subject}, of which ${witness.by} has told`;
  throw brokenAnswer(operation, problem);
}

/** When AWS does not answer the second question, its last list counts. */
async function askAgain(witness: Witness, flight: Flight): Promise<boolean> {
  try {
    await witness.extent.read(flight);
    return witness.isThere();
  } catch (error) {
    if (error instanceof AwsError) return true;
    throw error;
  }
}
