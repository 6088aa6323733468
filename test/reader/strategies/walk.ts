import { expect } from 'vitest';
import { GatewayError } from '../../../src/errors.ts';
import type { AssignmentPage, AssignmentQuery } from '../../../src/reader/assignments.ts';
import type { ReadScope } from '../../../src/reader/scope.ts';
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

/** The walk, or undefined where the question does not allow its strategy. */
export async function walkIfAllowed(
  reader: TestReader,
  question: Question,
  scopeOf?: () => ReadScope,
): Promise<AssignmentPage[] | undefined> {
  try {
    return await walk(reader, question, scopeOf);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'BAD_INPUT') return undefined;
    throw error;
  }
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
  expect({ question, keys: keysOfPages(pages) }).toEqual({ question, keys });
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
    expect({ question, n, ...told }).toEqual({
      question,
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
