import { AwsError } from '../../errors.ts';
import { principalsKey } from '../../mirror/keys.ts';
import type { MissingPrincipal } from '../../mirror/queries/principals.ts';
import {
  principalKey,
  type PrincipalId,
  type PrincipalState,
  type PrincipalType,
} from '../../mirror/rows.ts';
import type { Outcome } from '../../reading/completeness.ts';
import { wait, type Coroutine } from '../../reading/coroutine.ts';
import { ListTooLong } from '../../reading/single-flight.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { isStoreSuspect, listOperation, principals } from '../extents/identities.ts';
import type { Source } from '../extents/source.ts';
import type { Found, Lacking, ReadList } from './by-id.ts';
import type { Reading } from '../reads.ts';

/** Within this time, at most `mayBeDeleted` principals who are missing from a list are asked for by id. */
const allowanceMs = 60_000;

/** Of those whom the list of a directory lacks, so many may have been deleted; of more, the list is the suspect. */
export function mayBeDeleted(listed: number): number {
  return Math.max(10, Math.ceil(listed / 100));
}

/** Decides who is deleted when the identity store does not have somebody. */
export class Directory {
  readonly #source: Source;
  readonly #reads: Reading;
  /** When those were asked for by id whom lists lacked, lately. */
  readonly #asked: Readonly<Record<PrincipalType, Map<string, number>>> = {
    USER: new Map(),
    GROUP: new Map(),
  };

  constructor(source: Source, reads: Reading) {
    this.#source = source;
    this.#reads = reads;
  }

  /**
   * Nobody is deleted because a list lacks them: each is asked for by id, once, as the answer is kept. When more are
   * missing than may have been deleted, only as many are asked for at a time, after a list of long ago was read again.
   */
  lacking(
    type: PrincipalType,
    ids: readonly PrincipalId[],
    { readAt, isSince, areGiven }: ReadList,
  ): Lacking<PrincipalId> {
    const { mirror, now } = this.#source;
    if (isSince) mirror.principals.heardOf(ids, readAt);
    const missing = mirror.principals.missing(ids);
    const strangers = keysOf(areGiven ? missing.filter(isStranger) : []);
    const wanted = ids.filter((id) => !strangers.has(principalKey(id)));
    const inAll = Math.max(wanted.length, mirror.principals.countMissing(type));
    const most = mayBeDeleted(mirror.coverage.sizeOf(principalsKey(type)) ?? 0);
    const mayAsk = this.#mayAsk(type, most);
    const { ask = [], doubted = [] } = Object.groupBy(wanted, (id) => (mayAsk(id) ? 'ask' : 'doubted'));
    const areNew = missing.length < ids.length;
    const isListOld = !isSince && areNew && now() - readAt >= allowanceMs;
    if (isListOld && (inAll > most || doubted.length > 0)) return { ask: [], isListOld };
    for (const id of ask) this.#asked[type].set(principalKey(id), now());
    return { ask, doubted, doubt: doubtful(type, inAll, most) };
  }

  /** How many of these would be asked for by id if the list were read now, as it would lack whom it lacked before. */
  foreseenLacking(type: PrincipalType, ids: readonly PrincipalId[]): number {
    const { mirror } = this.#source;
    const most = mayBeDeleted(mirror.coverage.sizeOf(principalsKey(type)) ?? 0);
    return mirror.principals.unlisted(ids).filter(this.#mayAsk(type, most)).length;
  }

  /** Given ids that no assignment names, and that a list as young as `notBefore` lacks: nobody's, as far as anybody asks. */
  strangers(ids: readonly PrincipalId[], notBefore: number): ReadonlySet<string> {
    const missing = this.#source.mirror.principals.missing(ids);
    return keysOf(missing.filter((one) => isStranger(one) && one.listReadAt >= notBefore));
  }

  /** Nobody is deleted because a store does not know them that has never known anybody. */
  *believe(
    found: Map<string, Found<PrincipalState>>,
    scope: ReadScope,
  ): Coroutine<Map<string, Found<PrincipalState>>> {
    const gone = [...found.values()].find(({ facts }) => facts?.deleted);
    if (!gone?.facts || !(yield* this.#isSuspect(gone.facts.principalType, scope))) return found;
    scope.unsettled?.();
    const nothing = { facts: undefined, ...unread(this.#unknownStore()) };
    return new Map([...found].map(([key, one]) => [key, one.facts?.deleted ? nothing : one]));
  }

  /** Why nobody can be called deleted at present; undefined where they can. */
  doubt(): Outcome | undefined {
    return isStoreSuspect(this.#source) ? unread(this.#unknownStore()) : undefined;
  }

  /** Reads a page of the store's list before doubting the store: it may clear it. */
  *#isSuspect(type: PrincipalType, scope: ReadScope): Coroutine<boolean> {
    if (!isStoreSuspect(this.#source)) return false;
    try {
      yield* wait(this.#reads.ensure(principals(this.#source, type, 1), Number.NEGATIVE_INFINITY, scope));
    } catch (error) {
      if (!(error instanceof ListTooLong)) throw error;
    }
    return isStoreSuspect(this.#source);
  }

  /** May somebody be asked for by id now, because a list lacks them? Whom somebody else has just asked for costs nothing more. */
  #mayAsk(type: PrincipalType, most: number): (id: PrincipalId) => boolean {
    const asked = this.#asked[type];
    const since = this.#source.now() - allowanceMs;
    for (const [key, at] of asked) if (at <= since) asked.delete(key);
    let left = most - asked.size;
    return (id) => asked.has(principalKey(id)) || left-- > 0;
  }

  #unknownStore(): AwsError {
    const { identityStoreId } = this.#source.instance;
    return new AwsError(
      'AWS_UNAVAILABLE',
      'identitystore:DescribeUser',
      `Nobody of several users and groups that were asked for is in the identity store ${identityStoreId}, so that it cannot be told who was deleted: check --identity-store-id and the Region, and that the directory behind the store, such as Active Directory, is connected.`,
    );
  }
}

function isStranger({ isNamed }: MissingPrincipal): boolean {
  return !isNamed;
}

function keysOf(ids: readonly PrincipalId[]): ReadonlySet<string> {
  return new Set(ids.map(principalKey));
}

function doubtful(type: PrincipalType, missing: number, most: number) {
  const operation = listOperation[type];
  const who = type === 'USER' ? 'user' : 'group';
  const lacking = missing === 1 ? `1 ${who}` : `${missing} ${who}s`;
  const message = `${operation} lacks ${lacking} heard of elsewhere, and more in all than are asked for by id (${most} a minute): it cannot be told which of them were deleted. Ask again later`;
  return unread(new AwsError('AWS_UNAVAILABLE', operation, message));
}

function unread(error: AwsError) {
  const { operation, code, message } = error;
  return { readAt: undefined, failure: { operation, code, message }, error };
}
