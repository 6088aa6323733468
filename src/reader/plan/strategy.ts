/** How the assignments that a question reaches are read. COVERED: everything needed is in the mirror. */
export type Strategy = 'BY_PRINCIPAL' | 'BY_PAIR' | 'BY_PERMISSION_SET' | 'BY_ACCOUNT' | 'COVERED';
/** A strategy that makes calls. */
export type Way = Exclude<Strategy, 'COVERED'>;

/** What has to be known before a way can be gone, or weighed with better knowledge. */
export type Step =
  | 'LIST_ACCOUNTS'
  | 'LIST_PERMISSION_SETS'
  | 'NAME_PERMISSION_SETS'
  | 'LIST_ACCOUNTS_OF_SETS'
  | 'LIST_PRINCIPALS'
  | 'READ_HOLDINGS';
