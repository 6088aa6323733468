import type { Context } from '../../context.ts';
import { badInput } from '../../errors.ts';
import type { AssignmentFilterInput, PrincipalFilterInput } from '../../reader/filter/input.ts';
import type { ChangeKind } from '../../reader/history/change.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { Page } from '../../reading/listing.ts';
import { unbounded, type ReadScope } from '../../reading/scope.ts';
import { WalkEvidence } from '../../reading/walk-evidence.ts';
import type { AskedFile } from '../../server/files/asked.ts';
import type { OpenFile } from '../../server/files/endpoint.ts';
import { assignmentFactsOf } from '../export/rows/assignment-facts.ts';
import { changeColumns, changeRecords } from '../export/rows/change-columns.ts';
import { changeFactsOf } from '../export/rows/change-facts.ts';
import { columns as allColumns, needsOf, recordOf, usualColumns } from '../export/rows/columns.ts';
import { peopleColumns, personRecord } from '../export/rows/people-columns.ts';
import { personFactsOf } from '../export/rows/people-facts.ts';
import type { Records } from '../tables/table.ts';
import { written } from './written.ts';

/** A list that becomes a file. */
interface FileList<Row> {
  readonly columns: readonly string[];
  readonly sheet: string;
  readonly ask: (page: PageArgs, scope: ReadScope) => PromiseLike<Page<Row>> | Page<Row>;
  readonly records: (page: Page<Row>, evidence: WalkEvidence, scope: ReadScope) => Promise<Records>;
}

interface PageArgs {
  readonly after: string | undefined;
  readonly first: number;
  readonly withTotalCount: boolean;
}

/** The arguments of all kinds of files, as GraphQL has checked them. */
interface Values {
  readonly filter?: AssignmentFilterInput | null;
  readonly user?: PrincipalFilterInput | null;
  readonly maxAge?: number | null;
  readonly instanceArn?: string | null;
  readonly since?: number;
  readonly until?: number | null;
  readonly kinds?: readonly ChangeKind[] | null;
}

export type FileContext = Pick<Context, 'reader' | 'scope'> & Pick<OpenFile, 'meter'>;

const pageRows = 1_000;

/** Reads everything that a file of grants or changes lists, and then is ready to write it, a page at a time. */
export async function openList(asked: AskedFile, context: FileContext): Promise<OpenFile> {
  const { reader: readers, scope, meter } = context;
  const { kind } = asked;
  const values = asked.values as Values; // as the file's question declares them
  const reader = await readers.instance(values.instanceArn, scope);
  if (kind === 'people') return { meter, ...(await open(asked, people(reader, values), scope)) };
  // A change has a row for each of its fields.
  if (kind === 'changes')
    return { meter, ...(await open(asked, changes(reader, values), scope)), rows: undefined };
  return { meter, ...(await open(asked, assignments(reader, values, asked.columns), scope)) };
}

function assignments(reader: InstanceReader, { filter, maxAge }: Values, asked: AskedFile['columns']) {
  const names = asked ?? usualColumns;
  for (const [n, name] of names.entries())
    if (!Object.hasOwn(allColumns, name))
      throw badInput(
        `columns[${n}]`,
        `there is no such column; give some of ${Object.keys(allColumns).join(', ')}`,
      );
  const needs = needsOf(names);
  const list: FileList<Parameters<typeof assignmentFactsOf>[0]['rows'][number]> = {
    columns: names,
    sheet: 'Access',
    ask: (page, scope) => reader.assignments({ ...page, filter, maxAgeMs: maxAge }, scope),
    records: async (page, evidence, scope) => {
      const facts = await assignmentFactsOf(page, needs, reader, evidence, scope);
      return facts.map((one) => recordOf(one, names));
    },
  };
  return list;
}

function people(reader: InstanceReader, { filter, user, maxAge }: Values) {
  const list: FileList<Parameters<typeof personFactsOf>[0]['rows'][number]> = {
    columns: peopleColumns,
    sheet: 'Access',
    ask: (page, scope) => reader.effectiveAccess({ ...page, filter, user, maxAgeMs: maxAge }, scope),
    records: async (page, evidence, scope) =>
      (await personFactsOf(page, reader, evidence, scope)).map(personRecord),
  };
  return list;
}

function changes(reader: InstanceReader, { filter, since = 0, until, kinds }: Values) {
  const list: FileList<Parameters<typeof changeFactsOf>[0]['rows'][number]> = {
    columns: changeColumns,
    sheet: 'Changes',
    ask: (page, scope) =>
      reader.changes({ ...page, filter, since, until: until ?? undefined, kinds: kinds ?? undefined }, scope),
    records: async (page, evidence, scope) =>
      (await changeFactsOf(page, true, reader, evidence, scope)).flatMap(changeRecords),
  };
  return list;
}

async function open<Row>(
  asked: AskedFile,
  list: FileList<Row>,
  planned: ReadScope,
): Promise<Omit<OpenFile, 'meter'>> {
  // With the total everything in reach is read before the first row: what comes after it needs no more than names.
  const page = await list.ask({ after: undefined, first: pageRows, withTotalCount: true }, planned);
  const scope = unbounded(planned);
  const evidence = new WalkEvidence();
  evidence.addPage(page.completeness);
  const records = await list.records(page, evidence, scope);
  return {
    rows: page.totalCount,
    completeness: evidence.toCompleteness(),
    chunks: written(asked, list, restOf(list, { page, records }, evidence, scope), evidence),
  };
}

async function* restOf<Row>(
  list: FileList<Row>,
  first: { readonly page: Page<Row>; readonly records: Records },
  evidence: WalkEvidence,
  scope: ReadScope,
): AsyncGenerator<Records, void> {
  for (let { page, records } = first; ;) {
    yield records;
    const { endCursor: after, hasNextPage } = page;
    if (!hasNextPage || after === undefined) return;
    page = await list.ask({ after, first: pageRows, withTotalCount: false }, scope);
    evidence.addPage(page.completeness);
    records = await list.records(page, evidence, scope);
  }
}
