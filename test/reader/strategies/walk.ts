import { expect } from 'vitest';
import { isListingRefused } from '../../../src/aws/call/errors.ts';
import { GatewayError } from '../../../src/errors.ts';
import type { AssignmentQuery } from '../../../src/reader/query/ask.ts';
import type { AssignmentPage } from '../../../src/reader/query/page.ts';
import type { ReadScope } from '../../../src/reading/scope.ts';
import type { TestReader } from './worlds.ts';

export type Question = Partial<Omit<AssignmentQuery, 'after'>>;

/** All pages of a question, each asked with the scope that `scopeOf` gives. */
export async function walk(
  reader: TestReader,
  question: Question,
  scopeOf?: () => ReadScope,
): Promise<AssignmentPage[]> {
  const pages: AssignmentPage[] = [];
  for (let after: string | undefined; ;) {
    const page = await reader.ask({ ...question, ...(after !== undefined && { after }) }, scopeOf?.());
    pages.push(page);
    if (!page.hasNextPage) return pages;
    after = page.endCursor;
    expect(after, 'a page that is not the last ends somewhere').toBeDefined();
    expect(pages.length, 'a walk of so many pages goes round in circles').toBeLessThan(2_000);
  }
}

/** The walk, or undefined where its strategy does not fit the question. */
export async function walkIfAllowed(
  reader: TestReader,
  question: Question,
  scopeOf?: () => ReadScope,
): Promise<AssignmentPage[] | undefined> {
  return ifAllowed(question, () => walk(reader, question, scopeOf));
}

/** Undefined where the strategy does not fit the question, or where AWS does not list those whom it is about. */
export async function ifAllowed<T>({ strategy }: Question, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (strategy !== undefined && isRefusalOf(error)) return undefined;
    throw error;
  }
}

/** Is it what a strategy is refused with? */
export function isRefusalOf(error: unknown): boolean {
  return (error instanceof GatewayError && error.code === 'BAD_INPUT') || isListingRefused(error);
}

export function keysOfPages(pages: readonly AssignmentPage[]): string[] {
  return pages.flatMap(({ rows }) =>
    rows.map(({ accountId, permissionSetArn, principalType, principalId }) =>
      [accountId, permissionSetArn, principalType, principalId].join(' '),
    ),
  );
}

/** Everything that a complete walk promises, besides its rows: full pages, completeness and a right count. */
export function expectWhole(question: Question, pages: readonly AssignmentPage[], keys: readonly string[]) {
  const first = question.first ?? 100;
  // The question stands in the message, so that a failure shows it whole.
  const asked = JSON.stringify(question);
  expect(keysOfPages(pages), `${asked}`).toEqual(keys);
  for (const [n, page] of pages.entries()) {
    const { complete, failures } = page.completeness;
    const told = {
      size: page.rows.length,
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      totalCount: page.totalCount,
      complete,
      failures,
    };
    expect({ n, ...told }, `${asked}`).toEqual({
      n,
      size: Math.min(first, keys.length - n * first),
      hasNextPage: n < pages.length - 1,
      hasPreviousPage: n > 0,
      totalCount: question.withTotalCount ? keys.length : undefined,
      complete: true,
      failures: [],
    });
  }
}
