import { useMemo } from 'preact/hooks';
import { place } from '../frame/location.ts';
import { useInstanceArn } from '../frame/me.ts';
import type { HandOn } from '../frame/title.tsx';
import { readings } from '../graphql/answers.ts';
import type { VariablesOf } from '../graphql/document.ts';
import { type Rows, usePages } from '../graphql/pages.ts';
import { useStore } from '../store.ts';
import { type Line, linesOf } from './change.tsx';
import { type Period, periodOf } from './period.ts';
import { changesQuery } from './questions.ts';

type Filter = VariablesOf<typeof changesQuery>['filter'];

export interface Changes {
  readonly list: Rows<Line>;
  readonly period: Period;
  readonly handOn: HandOn;
}

/** What changed in the period that the address says. Nothing is asked for undefined; null leaves nothing out. */
export function useChanges(filter: Filter): Changes {
  const period = usePeriod();
  const instanceArn = useInstanceArn();
  const { since, until } = period;
  const variables = { since, until, filter: filter ?? null, instanceArn };
  const list = usePages({
    what: 'what changed',
    document: changesQuery,
    variables: filter === undefined ? undefined : variables,
    list: ({ changes }) => changes,
  });
  const rows = useMemo(() => list.rows.flatMap(linesOf), [list.rows]);
  return {
    list: { ...list, rows },
    period,
    handOn: { question: { document: changesQuery, variables }, file: { list: 'changes', args: variables } },
  };
}

/** It ends now, where no end is given: anew with each reading. */
function usePeriod(): Period {
  const { params } = useStore(place);
  const again = useStore(readings);
  const [from, to, last] = ['from', 'to', 'last'].map((name) => params.get(name) ?? '') as [
    string,
    string,
    string,
  ];
  return useMemo(() => periodOf(from, to, last, Date.now()), [from, to, last, again]);
}
