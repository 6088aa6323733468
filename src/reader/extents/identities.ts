import type { CallOptions } from '../../aws/call/call.ts';
import { brokenAnswer } from '../../aws/call/errors.ts';
import { AwsError } from '../../errors.ts';
import { describedKey, idOfKey, membershipsKey, pageKey, principalsKey } from '../../mirror/keys.ts';
import {
  principalKey,
  type Item,
  type PrincipalFacts,
  type PrincipalId,
  type PrincipalType,
} from '../../mirror/rows.ts';
import type { Flight } from '../../reading/single-flight.ts';
import { groupFacts, userFacts } from '../facts/from-aws.ts';
import type { Extent } from '../reads.ts';
import { collect, covered, options, type Source } from './source.ts';

export const listOperation = { USER: 'identitystore:ListUsers', GROUP: 'identitystore:ListGroups' } as const;

/**
 * identitystore:ListUsers or ListGroups, whole. With `maxPages`, only when it is no longer than that. Known to lack
 * somebody whom the store describes, it is no evidence of who there is.
 */
export function principals(source: Source, type: PrincipalType, maxPages?: number): Extent {
  const key = principalsKey(type);
  const extent: Extent = {
    key,
    about: {},
    readAt: () => source.mirror.coverage.readAt(key),
    read: async (flight) => {
      const { rows, readAt } = await source.longLists.read(
        key,
        flight,
        (bookmark) => listPrincipals(source, type, { ...options(flight), bookmark }),
        (page, n, at) => source.keep(pageKey(key.text, n), at, { principals: page }),
      );
      await source.keepList(key, readAt, rows);
      return readAt;
    },
  };
  if (maxPages !== undefined) return { ...extent, maxPages };
  return {
    ...extent,
    doubt: () => (source.mirror.principals.isListShort(type) ? shortList(type) : undefined),
  };
}

function shortList(type: PrincipalType): AwsError {
  const operation = listOperation[type];
  const message = `${operation} lacks ${type === 'USER' ? 'a user' : 'a group'} whom the identity store describes: AWS contradicts itself, so that more may be missing from the list`;
  return new AwsError('AWS_UNAVAILABLE', operation, message);
}

/** identitystore:DescribeUser or DescribeGroup. One that the store does not know was deleted. */
export function principal(source: Source, id: PrincipalId): Extent {
  const { mirror } = source;
  const { principalType, principalId } = id;
  const extent = covered(source, describedKey(id), { principalId }, async (flight) => {
    try {
      const facts = await describePrincipal(source, id, flight);
      source.storeIsKnown = true;
      return facts;
    } catch (error) {
      if (!isAbout(error, principalType)) throw error;
      return null;
    }
  });
  return {
    ...extent,
    readAt: () => {
      const known = mirror.principals.byId([id]).get(principalKey(id));
      return known && known.deleted !== null ? (known.readAt ?? undefined) : undefined;
    },
  };
}

/** The names that a user or group is found by. */
export type PrincipalName =
  | { readonly userName: string }
  | { readonly email: string }
  | { readonly groupName: string };

/** identitystore:GetUserId or GetGroupId: the id that belongs to a name, if any does. */
export function idOf(source: Source, by: PrincipalName) {
  const [[argument, text] = ['', '']] = Object.entries(by);
  return covered(source, idOfKey(argument, text), {}, async (flight) => {
    const { aws, instance } = source;
    const ask = () =>
      'groupName' in by
        ? aws.identityStore.getGroupId(
            instance.identityStoreId,
            { displayName: by.groupName },
            options(flight),
          )
        : aws.identityStore.getUserId(instance.identityStoreId, by, options(flight));
    try {
      return [{ key: await ask() }];
    } catch (error) {
      if (!isAbout(error, 'groupName' in by ? 'GROUP' : 'USER')) throw error;
      return [];
    }
  });
}

/** identitystore:ListGroupMembershipsForMember, or ListGroupMemberships: the groups of a user, or the members of a group. */
export function memberships(source: Source, principal: PrincipalId) {
  const { aws, instance } = source;
  const { principalType, principalId } = principal;
  const { identityStoreId } = instance;
  return covered(source, membershipsKey(principal), { principalId }, async (flight) => {
    const asked = options(flight);
    const list = async (): Promise<Item[]> => {
      const { identityStore } = aws;
      const ids =
        principalType === 'USER'
          ? (
              await collect(identityStore.listGroupMembershipsForMember(identityStoreId, principalId, asked))
            ).map(({ groupId }) => groupId)
          : (await collect(identityStore.listGroupMemberships(identityStoreId, principalId, asked))).map(
              ({ userId }) => userId,
            );
      // A store that tells of a member knows somebody.
      source.storeIsKnown ||= ids.length > 0;
      if (principalType === 'USER') for (const id of ids) source.groupsOfUsers.add(id);
      return ids.map((key) => ({ key }));
    };
    return unlessDeleted(source, principal, flight, list);
  });
}

/** A user's group memberships. */
export function groupsOfUser(source: Source, userId: string) {
  return memberships(source, { principalType: 'USER', principalId: userId });
}

async function* listPrincipals(
  source: Source,
  type: PrincipalType,
  asked: CallOptions,
): AsyncGenerator<PrincipalFacts[], void> {
  const { aws, instance } = source;
  const { identityStore } = aws;
  if (type === 'USER')
    for await (const page of identityStore.listUsers(instance.identityStoreId, asked)) {
      source.storeIsKnown ||= page.length > 0;
      yield page.map(userFacts);
    }
  else
    for await (const page of identityStore.listGroups(instance.identityStoreId, asked)) {
      source.storeIsKnown ||= page.length > 0;
      yield page.map(groupFacts);
    }
}

async function describePrincipal(
  { aws, instance }: Source,
  { principalType, principalId }: PrincipalId,
  flight: Flight,
): Promise<PrincipalFacts> {
  const { identityStore } = aws;
  const { identityStoreId } = instance;
  return principalType === 'USER'
    ? userFacts(await identityStore.describeUser(identityStoreId, principalId, options(flight)))
    : groupFacts(await identityStore.describeGroup(identityStoreId, principalId, options(flight)));
}

/** Who is deleted is in no group, and a deleted group has no members. Who was known to be there is described again first. */
async function unlessDeleted<T>(
  source: Source,
  id: PrincipalId,
  flight: Flight,
  list: () => Promise<T[]>,
): Promise<T[]> {
  try {
    return await list();
  } catch (error) {
    if (!isAbout(error, id.principalType) || isStoreSuspect(source)) throw error;
    const isThere = () => source.mirror.principals.byId([id]).get(principalKey(id))?.deleted === false;
    if (isThere()) await principal(source, id).read(flight);
    if (!isThere()) return [];
    const problem = `it does not find ${id.principalType === 'USER' ? 'user' : 'group'} ${id.principalId}, whom the identity store describes`;
    throw brokenAnswer(error.operation, problem);
  }
}

/**
 * Whether AWS says that it was a user or group that it did not find. Where it does not say what was missing, it may
 * have been the store.
 */
function isAbout(error: unknown, type: PrincipalType): error is AwsError {
  return error instanceof AwsError && error.code === 'NOT_FOUND' && error.details['resourceType'] === type;
}

/** When a store that has never known anybody does not know so many ids, the store is the suspect. */
const manyUnknown = 3;

/** Is this a store in which nobody was ever found, though several were asked for? Then it may be the wrong one. */
export function isStoreSuspect(source: Source): boolean {
  if (source.storeIsKnown) return false;
  const { hasFound, unknown } = source.mirror.principals.tally(manyUnknown);
  source.storeIsKnown = hasFound;
  return !hasFound && unknown >= manyUnknown;
}
