import { principalKey, type PrincipalId, type PrincipalType } from '../../mirror/rows.ts';
import type { UnmatchedValue } from '../../reading/completeness.ts';
import type { ReadScope } from '../../reading/scope.ts';
import { mapInTurns } from '../../reading/turns.ts';
import type { Facts } from '../facts/facts.ts';
import { permissionSetArn } from '../filter/ids.ts';
import type { AssignmentFilterInput } from '../filter/input.ts';
import type { Change, Subject } from '../history/change.ts';
import { lastNameOf, type Named } from '../history/last-names.ts';
import { Names } from './names.ts';
import { valuesOfAssignments, type NamedValue } from './named-values.ts';
import { unmatched } from './unmatched.ts';

type Asked = Pick<Facts, 'history' | 'instance' | 'mirror'>;

/** Changes are of what was read, however long ago. */
const everRead = { assignments: Number.NEGATIVE_INFINITY, names: Number.NEGATIVE_INFINITY };

/** What nothing answers to of a question about changes: nothing that was read, and nothing that is gone since. */
export async function unmatchedOfChanges(
  facts: Facts,
  filter: AssignmentFilterInput,
  scope: ReadScope,
): Promise<readonly UnmatchedValue[]> {
  const values = valuesOfAssignments(filter);
  const mayBeAssigned = async (ids: readonly string[], types: readonly PrincipalType[]) =>
    new Set(
      ids.filter((id) => types.some((principalType) => holds(facts, { principalType, principalId: id }))),
    );
  const told = await unmatched({ facts, freshness: everRead, values, mayBeAssigned });
  if (told.length === 0) return told;
  const changed = await namedByChanges(facts, scope);
  const isGone = ({ value, by, kinds, ignoresCase }: NamedValue) =>
    by === 'NAME' ? changed.names.has(value, ignoresCase) : changed.ids.has(idOf(facts, value, kinds));
  const gone = new Set(values.filter(isGone).map(({ path, value }) => `${path} ${value}`));
  return told.filter(({ path, value }) => !gone.has(`${path} ${value}`));
}

function holds({ mirror }: Asked, id: PrincipalId): boolean {
  return mirror.principals.isAssigned(id) || mirror.entitlements.ofPrincipal(id).length > 0;
}

/** As changes have it: filters may give a permission set without the beginning of its ARN. */
function idOf({ instance }: Asked, value: string, [kind]: NamedValue['kinds']): string {
  return kind === 'PERMISSION_SET' ? permissionSetArn(value, instance.instanceArn, 'filter') : value;
}

/** Ids and last known names of everything that a change is about. */
async function namedByChanges({ history, mirror }: Asked, scope: ReadScope) {
  const ids = new Set<string>();
  const names = new Map<string, string | null>();
  const note = ({ subject }: Change) => {
    for (const [named, name] of namedBy(subject)) {
      const id = typeof named === 'string' ? named : named.principalId;
      ids.add(id);
      const key = typeof named === 'string' ? named : principalKey(named);
      names.set(`${key} ${name}`, name ?? lastNameOf(history, mirror, named));
    }
  };
  await mapInTurns(history.after(0, Number.POSITIVE_INFINITY), note, scope);
  return { ids, names: new Names([...names.values()].map((name) => ({ name }))) };
}

/** What a change is about, with the names that it has: accounts and permission sets by their id, users and groups. */
function namedBy(subject: Subject): (readonly [Named, string | null])[] {
  switch (subject.about) {
    case 'assignment': {
      const { row, names } = subject;
      return [
        [row, names.principal],
        [row.permissionSetArn, names.permissionSet],
        [row.accountId, names.account],
      ];
    }
    case 'entitlement':
      return [
        [subject.row, null],
        [subject.row.accountId, null],
      ];
    case 'membership':
      return [
        [{ principalType: 'GROUP', principalId: subject.groupId }, null],
        [{ principalType: 'USER', principalId: subject.userId }, null],
      ];
    case 'principal':
      return [[subject.principal, subject.name]];
    case 'permissionSet':
      return [[subject.arn, subject.name]];
    case 'account':
      return [[subject.accountId, subject.name]];
    default:
      return subject satisfies never;
  }
}
