/** The nine fields of an assignment that a dashboard shows. */
const nine = `id principal { principalId principalType name } permissionSet { arn name } target { targetId targetType name }`;
export const page = `nodes { ${nine} } pageInfo { hasNextPage endCursor } completeness { complete asOf }`;

export const pageOf100 = `query Page { assignments(first: 100) { ${page} } }`;

export interface Subject {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
  /** Of the bare server's pages of 100 a second, in its time: so many of these. */
  readonly mustReach: number;
  /** Asked of the gateway that keeps answers. @default of the one that does not */
  readonly isKept?: true;
}

/** What is asked of the gateway. `some`: one of its principals and one of its accounts. */
export function subjectsOf(some: { readonly principalId: string; readonly accountId: string }): Subject[] {
  return [
    { name: 'A page of 100', query: pageOf100, mustReach: 1.5 },
    { name: 'A page of 10', query: `query Ten { assignments(first: 10) { ${page} } }`, mustReach: 3 },
    {
      name: 'By one principal',
      query: `query Of($id: String!) { assignments(filter: { principal: { ids: [$id] } }) { ${page} } }`,
      variables: { id: some.principalId },
      mustReach: 1.5,
    },
    {
      name: 'By one account',
      query: `query In($id: String!) { assignments(filter: { target: { ids: [$id] } }) { ${page} } }`,
      variables: { id: some.accountId },
      mustReach: 1.5,
    },
    {
      name: 'By a name pattern',
      query: `query Named($name: String!) { assignments(filter: { principal: { name: { matches: $name } } }) { ${page} } }`,
      variables: { name: 'payments' },
      mustReach: 1.2,
    },
    { name: 'How many', query: 'query Total { assignments(first: 1) { totalCount } }', mustReach: 4 },
    { name: 'The same page of 100 again', query: pageOf100, mustReach: 8, isKept: true },
  ];
}
