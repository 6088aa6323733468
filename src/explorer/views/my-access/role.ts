import type { ResultOf } from '../../graphql/document.ts';
import type { rolesQuery } from './questions.ts';

/** What a person may take of one account. */
export type Role = NonNullable<ResultOf<typeof rolesQuery>['availableRoles']>['nodes'][number];
