import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors.ts';

/** Where a walk stands: when it began, and the place after which it goes on; without one, at the beginning. */
export interface Position {
  /** Epoch milliseconds. Whatever was read since stays fresh for the whole walk. */
  readonly startedAt: number;
  /** The parts of the last key in the list's own order. */
  readonly after?: readonly string[];
}

const version = 1;
/** With a place in the log of a store that several gateways share. */
const versionWithPlace = 2;
const macBytes = 16;

/** What is in a cursor. */
interface Opened {
  readonly instance: string;
  readonly listDigest: string;
  readonly startedAt: number;
  readonly place: number | undefined;
  readonly after: readonly string[];
}

/** Opaque, authenticated places in a walk. A cursor of another instance, list or filter is refused. */
export class Cursors {
  readonly #key: KeyObject;
  readonly #moment: number | undefined;
  readonly #place: (() => number) | undefined;

  /**
   * The secret is shared by gateways that serve the same clients, and outlives restarts where walks should. `moment`: as
   * of when lists are told, in epoch milliseconds, where that is not now.
   * `place`: how far the log goes on which answers rest, where other gateways have it, too.
   */
  constructor(secret: Uint8Array | KeyObject, moment?: number, place?: () => number) {
    this.#key = secret instanceof Uint8Array ? createSecretKey(secret) : secret;
    this.#moment = moment;
    this.#place = place;
  }

  /** Those that also tell how far the log goes on which their page rests. */
  placedIn(place: () => number): Cursors {
    return new Cursors(this.#key, this.#moment, place);
  }

  /** Those of lists as of a moment: of no use as of another. */
  asOf(moment: number): Cursors {
    return new Cursors(this.#key, moment, this.#place);
  }

  /** `list` is any JSON that tells one list from another: its name, its filter. */
  encode({ startedAt, after = [] }: Position, instanceArn: string, list: unknown): string {
    const place = this.#place?.();
    const where = [digest(instanceArn), this.#digest(list), startedAt];
    const body =
      place === undefined ? [version, ...where, ...after] : [versionWithPlace, ...where, place, ...after];
    const bytes = Buffer.from(JSON.stringify(body));
    return Buffer.concat([this.#mac(bytes), bytes]).toString('base64url');
  }

  /** How far the log went on which the cursor's page rests; undefined where it does not say, or is none. */
  placeOf(cursor: string): number | undefined {
    try {
      return this.#open(cursor).place;
    } catch (error) {
      // Whoever decodes it says so.
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  decode(cursor: string, instanceArn: string, list: unknown): Position {
    const { instance, listDigest, startedAt, after } = this.#open(cursor);
    if (instance !== digest(instanceArn)) throw invalid('it belongs to another instance');
    const [madeOf, moment] = listDigest.split('@');
    if (madeOf !== digest(list))
      throw invalid('it belongs to another list or filter; keep the filter while paging');
    if (moment !== this.#moment?.toString())
      throw invalid('its list is told as of another moment; keep asOf while paging');
    return after.length === 0 ? { startedAt } : { startedAt, after };
  }

  #open(cursor: string): Opened {
    const bytes = Buffer.from(cursor, 'base64url');
    const mac = bytes.subarray(0, macBytes);
    const body = bytes.subarray(macBytes);
    // Node skips what is no base64url: a cursor has one spelling only.
    const isWhole = mac.length === macBytes && bytes.toString('base64url') === cursor;
    if (!isWhole || !timingSafeEqual(mac, this.#mac(body)))
      throw invalid('it was not made by this gateway, or was changed, or the gateway was set up anew');
    // The casts: only this class makes bodies that the signature fits.
    const [made, instance, listDigest, startedAt, ...rest] = JSON.parse(body.toString()) as [
      number,
      string,
      string,
      number,
      ...unknown[],
    ];
    if (made !== version && made !== versionWithPlace)
      throw invalid('it is of another version of the gateway');
    const [place] = made === versionWithPlace ? (rest.splice(0, 1) as [number]) : [undefined];
    return { instance, listDigest, startedAt, place, after: rest as string[] };
  }

  #digest(list: unknown): string {
    return this.#moment === undefined ? digest(list) : `${digest(list)}@${this.#moment}`;
  }

  #mac(body: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, macBytes);
  }
}

function invalid(reason: string): GatewayError {
  const message = `after: this cursor cannot be used: ${reason}. Begin again without it`;
  return new GatewayError('INVALID_CURSOR', message, { argument: 'after' });
}

/** Of lists, while they are paged: each row's cursor has the same. */
const digests = new WeakMap<object, string>();

/** The same for values that mean the same: members in any order, and null for absent. */
function digest(value: unknown): string {
  const known = typeof value === 'object' && value !== null ? digests.get(value) : undefined;
  if (known !== undefined) return known;
  const made = hash('sha256', canonical(value), 'base64url').slice(0, 16);
  if (typeof value === 'object' && value !== null) digests.set(value, made);
  return made;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
