import { useMemo } from 'preact/hooks';
import { useInstanceArn } from '../frame/me.ts';
import type { HandOn } from '../frame/title.tsx';
import type { VariablesOf } from '../graphql/document.ts';
import { type Rows, usePages } from '../graphql/pages.ts';
import { type Assigned, assignedOf, type Way, wayOf } from './holding.ts';
import { accessQuery, assignmentsQuery } from './questions.ts';

type Filter = NonNullable<VariablesOf<typeof assignmentsQuery>['filter']>;
type UserFilter = NonNullable<VariablesOf<typeof accessQuery>['user']>;

export interface Holdings<Row> {
  readonly list: Rows<Row>;
  /** What was asked for them, and the file of all of them. */
  readonly handOn: HandOn;
}

/** Who is assigned, as AWS has it. Nothing is asked without a filter. */
export function useAssigned(what: string, filter: Filter | undefined): Holdings<Assigned> {
  const variables = { filter, instanceArn: useInstanceArn() };
  const file = { list: 'assignments', args: variables } as const;
  const list = usePages({
    what,
    document: assignmentsQuery,
    variables: filter && { ...variables, filter },
    list: ({ assignments }) => assignments,
  });
  const rows = useMemo(() => list.rows.map(assignedOf), [list]);
  return { list: { ...list, rows }, handOn: { file, question: { document: assignmentsQuery, variables } } };
}

/** Every way in of people, directly and through groups. Nothing is asked without a filter. */
export function useWays(what: string, by: { filter?: Filter; user?: UserFilter } | undefined): Holdings<Way> {
  const variables = { ...by, instanceArn: useInstanceArn() };
  const file = { list: 'people', args: variables } as const;
  const list = usePages({
    what,
    document: accessQuery,
    variables: by && variables,
    list: ({ effectiveAccess }) => effectiveAccess,
  });
  const rows = useMemo(() => list.rows.map(wayOf), [list]);
  return { list: { ...list, rows }, handOn: { file, question: { document: accessQuery, variables } } };
}
