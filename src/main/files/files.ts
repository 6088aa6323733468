import type { GraphQLSchema } from 'graphql';
import type { Context } from '../../context.ts';
import type { Logger } from '../../log.ts';
import type { FileQuestions } from '../../server/files/asked.ts';
import type { Files } from '../../server/files/endpoint.ts';
import type { ContextRequest, RequestContext } from '../../server/graphql/endpoint.ts';
import { errorMask } from '../../server/graphql/mask-error.ts';
import { askHere } from '../tables/ask-here.ts';
import { tableNamed, tables } from '../tables/tables.ts';
import { openList } from './open-list.ts';
import { openTable } from './open-table.ts';

/** Lists of grants and of changes may be long: they are written from what the reader gives, without an answer in between. */
const lists = {
  assignments: `query FileOfAssignments($filter: AssignmentFilter, $maxAge: Duration, $instanceArn: String) {
    assignments(filter: $filter, maxAge: $maxAge, instanceArn: $instanceArn) { totalCount }
  }`,
  people: `query FileOfPeople($filter: AssignmentFilter, $user: PrincipalFilter, $maxAge: Duration, $instanceArn: String) {
    effectiveAccess(filter: $filter, user: $user, maxAge: $maxAge, instanceArn: $instanceArn) { totalCount }
  }`,
  changes: `query FileOfChanges($since: DateTime!, $until: DateTime, $filter: AssignmentFilter, $kinds: [ChangeKind!], $instanceArn: String) {
    changes(since: $since, until: $until, filter: $filter, kinds: $kinds, instanceArn: $instanceArn) { totalCount }
  }`,
};

const questions: FileQuestions = {
  ...Object.fromEntries(
    Object.entries(lists).map(([name, document]) => [
      name,
      { document, permission: 'read' as const, hasColumns: name === 'assignments' },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(tables).map(([name, { document, permission }]) => [
      name,
      { document, permission, hasColumns: false },
    ]),
  ),
};

interface FilesOf {
  readonly schema: GraphQLSchema;
  readonly createContext: (request: ContextRequest) => RequestContext & Context;
  readonly logger: Logger;
}

/** Every file that a gateway gives. */
export function filesOf({ schema, createContext, logger }: FilesOf): Files {
  const mask = errorMask(logger);
  return {
    questions,
    async open(asked, request) {
      const context = createContext(request);
      const table = tableNamed(asked.kind);
      if (!table) return openList(asked, context);
      const asker = askHere({ schema, context, mask });
      return { meter: context.meter, ...(await openTable(asked, table, asker, context.scope.signal)) };
    },
  };
}
