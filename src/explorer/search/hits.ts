import { useEffect, useMemo, useState } from 'preact/hooks';
import { useInstanceArn } from '../frame/me.ts';
import { useQuery } from '../graphql/answers.ts';
import type { GraphqlError } from '../graphql/ask.ts';
import type { ResultOf } from '../graphql/document.ts';
import { setIdOf } from '../parts/links.tsx';
import { ouPathText } from '../parts/ou-path.tsx';
import { count } from '../parts/words.ts';
import { patternOf } from './pattern.ts';
import { placeOf } from './place-of.ts';
import { closeQuery, searchQuery, sizesQuery } from './questions.ts';

/** One thing that is called so. */
export interface Hit {
  /** The path of its view. */
  readonly place: readonly string[];
  readonly name: string;
  /** What tells it from others that are called nearly the same. */
  readonly detail: string;
  readonly mark?: string | undefined;
}

export interface HitGroup {
  readonly label: string;
  readonly hits: readonly Hit[];
  /** How many there are; undefined when only that there are more is known. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  /** The view that lists them all. */
  readonly path: string;
}

export interface Hits {
  readonly groups: readonly HitGroup[];
  readonly isReading: boolean;
  readonly isUnreachable: boolean;
  readonly errors: readonly GraphqlError[];
  /** When nothing is called so: what nearly is. */
  readonly close: readonly string[];
}

type Found = ResultOf<typeof searchQuery>;

/** What a text finds, a moment after it was typed. */
export function useHits(typed: string): Hits {
  const instanceArn = useInstanceArn();
  const text = useSettled(typed.trim(), 120);
  const direct = useMemo(() => placeOf(text), [text]);
  const isAsked = text !== '' && !direct;
  const { data, errors, isReading, isUnreachable } = useQuery({
    what: 'names',
    document: searchQuery,
    variables: isAsked ? { pattern: patternOf(text), instanceArn } : undefined,
  });
  const ids = useSettled(
    useMemo(() => idsIn(data), [data]),
    400,
  );
  const sizes = useSizes(ids);
  const groups = useMemo(() => (direct ? [goTo(direct)] : groupsOf(data, sizes)), [direct, data, sizes]);
  const isNothing = isAsked && !isReading && data !== undefined && groups.length === 0;
  const close = useClose(isNothing ? text : undefined, instanceArn);
  return { groups, isReading: isReading || typed.trim() !== text, isUnreachable, errors, close };
}

function useSettled<Value>(value: Value, afterMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}

function idsIn(data: Found | undefined): readonly string[] {
  return [...(data?.groups?.nodes ?? []), ...(data?.permissionSets?.nodes ?? [])].map(({ id }) => id);
}

function useSizes(ids: readonly string[]): ReadonlyMap<string, number> {
  const { data } = useQuery({
    what: 'how many they are',
    document: sizesQuery,
    variables: ids.length > 0 ? { ids: [...ids] } : undefined,
  });
  return useMemo(() => {
    const sizes = new Map<string, number>();
    for (const node of data?.nodes ?? []) {
      const of =
        node?.__typename === 'Group'
          ? node.members
          : node?.__typename === 'PermissionSet'
            ? node.accounts
            : null;
      if (node && typeof of?.totalCount === 'number') sizes.set(node.id, of.totalCount);
    }
    return sizes;
  }, [data]);
}

function useClose(name: string | undefined, instanceArn: string | null): readonly string[] {
  const { data } = useQuery({
    what: 'close names',
    document: closeQuery,
    variables: name === undefined ? undefined : { name, instanceArn },
  });
  const all = [data?.principals, data?.targets, data?.permissionSets];
  const names = all.flatMap((list) => list?.near.unmatched.flatMap(({ suggestions }) => suggestions) ?? []);
  return [...new Set(names)].slice(0, 8);
}

function goTo(place: readonly string[]): HitGroup {
  const [path = '', id = ''] = place;
  return {
    label: 'By its id',
    hits: [{ place, name: id, detail: 'Enter opens it' }],
    total: 1,
    hasMore: false,
    path,
  };
}

function groupsOf(data: Found | undefined, sizes: ReadonlyMap<string, number>): HitGroup[] {
  if (!data) return [];
  const size = (id: string, unit: string, units?: string) => {
    const known = sizes.get(id);
    return known === undefined ? '' : count(known, unit, units);
  };
  return [
    group('People', 'people', data.people, (person) => {
      const { displayName, email, enabled } = person.__typename === 'User' ? person : {};
      return {
        place: ['people', person.principalId],
        name: displayName ?? person.name ?? person.principalId,
        detail: [displayName === null ? '' : person.name, email].filter(Boolean).join(' · '),
        mark: enabled === false ? 'disabled' : undefined,
      };
    }),
    group('Groups', 'groups', data.groups, ({ id, principalId, name }) => ({
      place: ['groups', principalId],
      name: name ?? principalId,
      detail: size(id, 'person', 'people'),
    })),
    group('Accounts', 'accounts', data.accounts, (account) => ({
      place: ['accounts', account.targetId],
      name: account.name ?? account.targetId,
      detail: [account.targetId, account.__typename === 'Account' && ouPathText(account.parent)]
        .filter(Boolean)
        .join(' · '),
      mark:
        account.__typename === 'Account' && account.state !== 'ACTIVE'
          ? account.state?.toLowerCase()
          : undefined,
    })),
    group('Permission sets', 'permission-sets', data.permissionSets, ({ id, arn, name }) => ({
      place: ['permission-sets', setIdOf(arn)],
      name: name ?? arn,
      detail: size(id, 'account'),
    })),
    group('OUs', 'ous', data.ous, (ou) => ({
      place: ['ous', ou.targetId],
      name: ou.name ?? ou.targetId,
      detail: ou.__typename === 'OrganizationalUnit' ? ouPathText(ou.parent) : '',
    })),
  ].filter(({ hits }) => hits.length > 0);
}

interface List<Node> {
  readonly nodes: readonly Node[];
  readonly totalCount: number | null;
}

function group<Node>(
  label: string,
  path: string,
  list: List<Node> | null | undefined,
  hitOf: (node: Node) => Hit,
): HitGroup {
  const hits = (list?.nodes ?? []).map(hitOf);
  const total = list?.totalCount ?? undefined;
  return { label, path, hits, total, hasMore: total === undefined ? hits.length === 5 : total > hits.length };
}
