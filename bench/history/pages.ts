import assert from 'node:assert/strict';
import { openMillion, type MillionGateway } from '../million/gateway.ts';
import { asOfQuery, changesQuery, pageQuery } from './queries.ts';

/** Pages that are asked for one after the other, then once more; and how often that is done with each list. */
const [pages, rounds] = [15, 24];
/** So many rounds are for the engine to get to know the code. */
const toWarmUp = 4;

/** What pages cost, in pages of assignments of the same round: the middle of all rounds. */
export interface InPages {
  readonly byCpu: number;
  readonly byClock: number;
}

interface Ratios {
  /** Where nobody has asked for the page, nor for most of what it names. */
  readonly first: InPages;
  /** Where it is made again, from what was told before: answers are not kept. */
  readonly again: InPages;
}

/** Pages of changes and of a moment, in turn with pages of assignments. */
export async function pageRatios(
  file: string,
  since: object,
  asOf: object,
): Promise<{ readonly changes: Ratios; readonly past: Ratios }> {
  await using gateway = await openMillion(file, { 'answer-cache': '0' });
  const walks = [
    new Walk(gateway, pageQuery, {}),
    new Walk(gateway, changesQuery, since),
    new Walk(gateway, asOfQuery, asOf),
  ] as const;
  // What is loaded with the first page is no part of another.
  for (const walk of walks) await walk.goOn(1);
  for (let round = 0; round < rounds; round++) for (const walk of walks) await walk.turn();
  const [assignments, changes, past] = walks;
  return { changes: changes.over(assignments), past: past.over(assignments) };
}

/** Processor time and time of a page, in milliseconds. */
interface Cost {
  readonly cpuMs: number;
  readonly ms: number;
}

/** Through a list, page by page. */
export class Walk {
  readonly #gateway: MillionGateway;
  readonly #query: string;
  readonly #variables: object;
  #after: string | null = null;
  readonly #first: Cost[] = [];
  readonly #again: Cost[] = [];

  constructor(gateway: MillionGateway, query: string, variables: object) {
    this.#gateway = gateway;
    this.#query = query;
    this.#variables = variables;
  }

  /** New pages, and the same once more. */
  async turn(): Promise<void> {
    const before = this.#after;
    this.#first.push(await this.goOn(pages));
    this.#after = before;
    this.#again.push(await this.goOn(pages));
  }

  /** So many pages more, and what each took. */
  async goOn(count: number): Promise<Cost> {
    const [cpuBefore, startedAt] = [await this.#gateway.cpuMs(), performance.now()];
    for (let n = 0; n < count; n++) {
      const variables = { ...this.#variables, after: this.#after };
      const { data, calls } = await this.#gateway.ask(this.#query, variables);
      assert.equal(calls, 0, 'everything is in the mirror');
      assert.ok(data.list.pageInfo.hasNextPage);
      this.#after = data.list.pageInfo.endCursor;
    }
    const ms = performance.now() - startedAt;
    return { cpuMs: ((await this.#gateway.cpuMs()) - cpuBefore) / count, ms: ms / count };
  }

  over(other: Walk): Ratios {
    return { first: ratios(this.#first, other.#first), again: ratios(this.#again, other.#again) };
  }
}

function ratios(ours: readonly Cost[], theirs: readonly Cost[]): InPages {
  const middle = (of: keyof Cost) => {
    const all = ours.slice(toWarmUp).map((cost, n) => cost[of] / (theirs[n + toWarmUp]?.[of] ?? Number.NaN));
    return all.toSorted((one, next) => one - next)[all.length >> 1] ?? Number.NaN;
  };
  return { byCpu: middle('cpuMs'), byClock: middle('ms') };
}
