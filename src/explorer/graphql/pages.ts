import { useMemo } from 'preact/hooks';
import { type Reading, useAnswers } from './answers.ts';
import type { GraphqlError } from './ask.ts';
import type { Completeness } from './trust.ts';

/** What every list of the graph is like. */
export interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: number | null;
  readonly completeness: Completeness;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number | undefined;
  /** Whether nothing is missing; undefined while that is not known. */
  readonly isComplete: boolean | undefined;
  readonly errors: readonly GraphqlError[];
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
}

export interface PagesReading<Result, Variables, Row> extends Omit<Reading<Result, Variables>, 'next'> {
  /** The list in an answer, whose variable `$after` says where a page begins. */
  readonly list: (result: Result) => Connection<Row> | null | undefined;
}

/** All pages of a list: the rows come as they are read. */
export function usePages<Result, Variables, Row>(reading: PagesReading<Result, Variables, Row>): Rows<Row> {
  const { list, ...rest } = reading;
  const { answers, isReading, isUnreachable } = useAnswers({
    ...rest,
    next: (result) => {
      const pageInfo = list(result)?.pageInfo;
      return pageInfo?.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined;
    },
  });
  return useMemo(() => {
    const pages = answers.map(({ data }) => (data ? list(data) : undefined));
    const errors = answers.flatMap((answer) => answer.errors);
    const isWhole = errors.length === 0 && pages.every((page) => page?.completeness.complete);
    return {
      rows: pages.flatMap((page) => page?.nodes ?? []),
      totalCount: pages[0]?.totalCount ?? undefined,
      isComplete: isReading ? undefined : isWhole && pages.length > 0,
      errors,
      isReading,
      isUnreachable,
    };
    // The answers tell everything; how the list is found in them does not change.
  }, [answers, isReading, isUnreachable]);
}
