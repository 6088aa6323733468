/** How the assignments that a question reaches are read. COVERED: everything needed is in the mirror. */
export type ExplainedStrategy = 'BY_PRINCIPAL' | 'BY_PAIR' | 'BY_PERMISSION_SET' | 'BY_ACCOUNT' | 'COVERED';
/** A strategy that makes calls. */
export type Strategy = Exclude<ExplainedStrategy, 'COVERED'>;

/** What has to be known before a strategy can be taken, or weighed with better knowledge. */
export type Prerequisite =
  | 'LIST_ACCOUNTS'
  | 'LIST_PERMISSION_SETS'
  | 'NAME_PERMISSION_SETS'
  | 'LIST_ACCOUNTS_OF_SETS'
  | 'LIST_PRINCIPALS'
  | 'READ_HOLDINGS';
