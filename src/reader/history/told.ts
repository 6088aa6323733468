import { parseKey } from '../../mirror/keys.ts';
import { notFacts } from '../../mirror/state/changes.ts';
import type {
  AccountFacts,
  EntitlementRow,
  PermissionSetFacts,
  PrincipalFacts,
  PrincipalId,
} from '../../mirror/rows.ts';
import type { StoredChange } from '../../store/store.ts';
import type { ChangeKind, FieldChange, Names, Subject } from './change.ts';

export interface Told {
  readonly kind: ChangeKind;
  readonly subject: Subject;
}

/** A fact of an extent as it was and as it is; undefined where the extent did not have it. */
class Fact {
  readonly #before: string | undefined;
  readonly #after: string | undefined;

  constructor({ before, after }: StoredChange) {
    this.#before = before;
    this.#after = after;
  }

  get kind(): ChangeKind {
    if (this.#before === undefined) return 'ADDED';
    return this.#after === undefined ? 'REMOVED' : 'CHANGED';
  }

  /** `Facts`: what the mirror's changes carry for this kind of extent. */
  as<Facts>(): {
    readonly before: Facts | undefined;
    readonly after: Facts | undefined;
    readonly latest: Facts;
  } {
    const parse = (json: string | undefined) =>
      json === undefined ? undefined : (JSON.parse(json) as Facts);
    const [before, after] = [parse(this.#before), parse(this.#after)];
    // The cast: a change has one of the two.
    return { before, after, latest: (after ?? before) as Facts };
  }
}

/**
 * What a difference between two reads of an extent says of the organization; undefined where it says nothing.
 */
export function toldBy(change: StoredChange): Told | undefined {
  // What came or went with the extent is told by changes of its own.
  if (notFacts.has(change.fact)) return undefined;
  const { kind, parts, text } = parseKey(change.extent);
  const fact = new Fact(change);
  switch (kind) {
    case 'pair': {
      const [accountId = '', permissionSetArn = ''] = parts;
      const row = { accountId, permissionSetArn, ...principalIn(change.fact) };
      return { kind: fact.kind, subject: { about: 'assignment', row, names: fact.as<Names>().latest } };
    }
    case 'entitlements':
      return { kind: fact.kind, subject: { about: 'entitlement', row: fact.as<EntitlementRow>().latest } };
    case 'principals':
    case 'principal':
      return ofPrincipal(fact);
    case 'accounts':
    case 'account':
      return ofAccount(fact);
    case 'permissionSets':
      return { kind: fact.kind, subject: setOf(change.fact, null, []) };
    case 'permissionSet': {
      const { before, after, latest } = fact.as<PermissionSetFacts>();
      const fields = differences(before, after, ['name', 'description', 'sessionDuration', 'relayState']);
      return fields.length === 0
        ? undefined
        : { kind: 'CHANGED', subject: setOf(latest.arn, latest.name ?? before?.name ?? null, fields) };
    }
    case 'list':
      return ofList(text, change.fact, fact);
    case 'accountsOfSet':
    case 'children':
    case 'page':
    case 'provisionedToAccount':
    case 'tree':
    case 'unit':
    case 'units':
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** As `principalKey` writes it. */
function principalIn(key: string): PrincipalId {
  const slash = key.indexOf('/');
  return { principalType: key.startsWith('USER/') ? 'USER' : 'GROUP', principalId: key.slice(slash + 1) };
}

type PrincipalThen = PrincipalFacts & { readonly deleted?: boolean | null };

/** That a list lacks somebody proves nothing; a description may prove that they were deleted. */
function ofPrincipal(fact: Fact): Told | undefined {
  if (fact.kind === 'REMOVED') return undefined;
  const { before, after, latest } = fact.as<PrincipalThen>();
  const { principalType, principalId } = latest;
  const isDeleted = latest.deleted === true;
  const wasDeleted = before?.deleted === true;
  const kind = isDeleted ? 'REMOVED' : !before || wasDeleted ? 'ADDED' : 'CHANGED';
  const fields =
    kind === 'CHANGED'
      ? differences(before, after, ['name', 'displayName', 'email', 'description', 'enabled'])
      : [];
  if (kind === 'CHANGED' && fields.length === 0) return undefined;
  const name = latest.name ?? before?.name ?? null;
  return { kind, subject: { about: 'principal', principal: { principalType, principalId }, name, fields } };
}

function ofAccount(fact: Fact): Told | undefined {
  const { before, after, latest } = fact.as<AccountFacts>();
  // Without a place in one read, it is not known whether that changed.
  const told = before?.ancestors && after?.ancestors;
  const [was, is] = [before, after].map(
    (facts) => facts && { ...facts, parent: facts.ancestors?.at(-1) ?? null },
  );
  const fields =
    fact.kind === 'CHANGED'
      ? differences(was, is, ['name', 'email', 'state', ...(told ? (['parent'] as const) : [])])
      : [];
  if (fact.kind === 'CHANGED' && fields.length === 0) return undefined;
  const { accountId, name } = latest;
  return { kind: fact.kind, subject: { about: 'account', accountId, name, fields } };
}

/** Memberships are told from both sides; of a permission set's details each item is one field. */
function ofList(text: string, id: string, fact: Fact): Told | undefined {
  const [, side, principalId = ''] = /^memberships\/(user|group)\/(.*)$/.exec(text) ?? [];
  if (side === 'group')
    return { kind: fact.kind, subject: { about: 'membership', groupId: principalId, userId: id } };
  if (side === 'user')
    return { kind: fact.kind, subject: { about: 'membership', groupId: id, userId: principalId } };
  const [, detail, arn] = /^detail\/(\w+)\/(.*)$/.exec(text) ?? [];
  if (detail === undefined || arn === undefined) return undefined;
  const { before, after } = fact.as<{ readonly value?: unknown }>();
  const isOne = id === 'the one';
  const field = isOne ? detail : `${detail}[${id}]`;
  const change = { field, before: asText(before?.value), after: asText(after?.value) };
  return { kind: 'CHANGED', subject: setOf(arn, null, [change]) };
}

function setOf(arn: string, name: string | null, fields: readonly FieldChange[]): Subject {
  return { about: 'permissionSet', arn, name, fields };
}

function differences<Facts extends object>(
  before: Facts | undefined,
  after: Facts | undefined,
  names: readonly (keyof Facts & string)[],
): FieldChange[] {
  return names
    .map((field) => ({ field, before: asText(before?.[field]), after: asText(after?.[field]) }))
    .filter((one) => one.before !== one.after);
}

/** A text as it is, everything else as JSON; null for what there is not. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
