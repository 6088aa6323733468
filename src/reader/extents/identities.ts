import { AwsError } from '../../errors.ts';
import {
  principalKey,
  type PrincipalFacts,
  type PrincipalId,
  type PrincipalType,
} from '../../mirror/rows.ts';
import type { Flight } from '../../reading/single-flight.ts';
import { groupFacts, userFacts } from '../from-aws.ts';
import type { Extent } from '../reads.ts';
import { collect, collectWhileWorth, covered, options, type Source } from './source.ts';

/** The coverage key of the list of all users or of all groups. */
export function listKey(type: PrincipalType): string {
  return type === 'USER' ? 'users' : 'groups';
}

export const listOperation = { USER: 'identitystore:ListUsers', GROUP: 'identitystore:ListGroups' } as const;

/**
 * identitystore:ListUsers or ListGroups, whole. With `maxPages`, only when it is no longer than that. Known to lack
 * somebody whom the store describes, it is no evidence of who there is.
 */
export function principals(source: Source, type: PrincipalType, maxPages?: number): Extent {
  const { mirror } = source;
  const extent = covered(source, listKey(type), {}, async (flight, stamp) => {
    const all = await collectWhileWorth(listPrincipals(source, type, flight), flight, (page) =>
      mirror.principals.put(page, flight.startedAt),
    );
    await mirror.principals.replaceList(stamp, type, all);
  });
  if (maxPages !== undefined) return { ...extent, maxPages };
  return {
    ...extent,
    doubt: async () => ((await mirror.principals.isListShort(type)) ? shortList(type) : undefined),
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
  return {
    key: `${principalType === 'USER' ? 'user' : 'group'}/${principalId}`,
    about: { principalId },
    readAt: async () => {
      const known = (await mirror.principals.byId([id])).get(principalKey(id));
      return known && known.deleted !== null ? (known.readAt ?? undefined) : undefined;
    },
    read: async (flight) => {
      try {
        const facts = await describePrincipal(source, id, flight);
        source.storeIsKnown = true;
        await mirror.principals.put([facts], flight.startedAt);
      } catch (error) {
        if (!isAbout(error, principalType)) throw error;
        await mirror.principals.putDeleted(id, flight.startedAt);
      }
    },
  };
}

/** The names that a user or group is found by. */
export type PrincipalName =
  | { readonly userName: string }
  | { readonly email: string }
  | { readonly groupName: string };

/** identitystore:GetUserId or GetGroupId: the id that belongs to a name, if any does. */
export function idOf(source: Source, by: PrincipalName): Extent {
  const [[argument, text] = ['', '']] = Object.entries(by);
  return covered(source, `id-of/${argument}/${text}`, {}, async (flight, stamp) => {
    const { aws, mirror, instance } = source;
    const ask = () =>
      'groupName' in by
        ? aws.identityStore.getGroupId(
            instance.identityStoreId,
            { displayName: by.groupName },
            options(flight),
          )
        : aws.identityStore.getUserId(instance.identityStoreId, by, options(flight));
    try {
      await mirror.items.replace(stamp, [{ key: await ask() }]);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'NOT_FOUND') throw error;
      if (error.details['resourceType'] === 'IDENTITY_STORE') throw error;
      await mirror.items.replace(stamp, []);
    }
  });
}

/** identitystore:ListGroupMembershipsForMember: the ids of the groups that a user is in. */
export function groupsOfUser(source: Source, userId: string): Extent {
  const { aws, mirror, instance } = source;
  return covered(source, `groups-of/${userId}`, { principalId: userId }, async (flight, stamp) => {
    const { identityStoreId } = instance;
    const pages = () =>
      aws.identityStore.listGroupMembershipsForMember(identityStoreId, userId, options(flight));
    const rows = await unlessDeleted(source, 'USER', () => collect(pages()));
    await mirror.items.replace(
      stamp,
      rows.map(({ groupId }) => ({ key: groupId })),
    );
  });
}

/** identitystore:ListGroupMemberships: the ids of the users in a group. */
export function membersOfGroup(source: Source, groupId: string): Extent {
  const { aws, mirror, instance } = source;
  return covered(source, `members-of/${groupId}`, { principalId: groupId }, async (flight, stamp) => {
    const { identityStoreId } = instance;
    const pages = () => aws.identityStore.listGroupMemberships(identityStoreId, groupId, options(flight));
    const rows = await unlessDeleted(source, 'GROUP', () => collect(pages()));
    await mirror.items.replace(
      stamp,
      rows.map(({ userId }) => ({ key: userId })),
    );
  });
}

async function* listPrincipals(
  source: Source,
  type: PrincipalType,
  flight: Flight,
): AsyncGenerator<PrincipalFacts[], void> {
  const { aws, instance } = source;
  const { identityStore } = aws;
  if (type === 'USER')
    for await (const page of identityStore.listUsers(instance.identityStoreId, options(flight))) {
      source.storeIsKnown ||= page.length > 0;
      yield page.map(userFacts);
    }
  else
    for await (const page of identityStore.listGroups(instance.identityStoreId, options(flight))) {
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

/** Who is deleted is in no group, and a deleted group has no members. */
async function unlessDeleted<T>(source: Source, type: PrincipalType, list: () => Promise<T[]>): Promise<T[]> {
  try {
    return await list();
  } catch (error) {
    if (!isAbout(error, type) || (await isStoreSuspect(source))) throw error;
    return [];
  }
}

/** Does AWS say that it is a user or group that it did not find? Where it does not say what, it may be the store. */
function isAbout(error: unknown, type: PrincipalType): boolean {
  return error instanceof AwsError && error.code === 'NOT_FOUND' && error.details['resourceType'] === type;
}

/** So many ids that a store does not know say more about the store than about them, when it never knew any. */
const manyUnknown = 3;

/** Is this a store in which nobody was ever found, though several were asked for? Then it may be the wrong one. */
export async function isStoreSuspect(source: Source): Promise<boolean> {
  if (source.storeIsKnown) return false;
  const { hasFound, unknown } = await source.mirror.principals.tally(manyUnknown);
  source.storeIsKnown = hasFound;
  return !hasFound && unknown >= manyUnknown;
}
