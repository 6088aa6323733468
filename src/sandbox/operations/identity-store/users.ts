import type { Operations } from '../../models/identitystore.generated.ts';
import type { User } from '../../organization/types.ts';
import type { Call, Handlers } from '../call.ts';
import { arnOf } from './arns.ts';
import { withOperations } from './attribute-operations.ts';
import { audit, requireRevision, revisionOf } from './audit.ts';
import { notFound, requireStore, requireUser, requireWritableStore } from './guards.ts';
import { filterValue, lookUp, one } from './lookups.ts';
import { documentOf, userInput } from './user-document.ts';

type UserRow = Operations['ListUsers']['output']['Users'][number];

export const users = {
  DescribeUser(input, call) {
    requireStore(input.IdentityStoreId, call);
    return userRow(requireUser(input.UserId, call), input.Extensions, call);
  },

  ListUsers(input, call) {
    requireStore(input.IdentityStoreId, call);
    const userName = filterValue(input.Filters, 'UserName', call);
    const users =
      userName === undefined ? call.organization.users() : one(call.organization.userByName(userName));
    const { rows, next } = call.page(users, ({ userId }) => userId);
    return { Users: rows.map((user) => userRow(user, input.Extensions, call)), ...next };
  },

  GetUserId(input, call) {
    requireStore(input.IdentityStoreId, call);
    const findBy = new Map([
      ['username', (value: string) => call.organization.userByName(value)],
      ['emails.value', (value: string) => call.organization.userByEmail(value)],
    ]);
    const user = lookUp(input.AlternateIdentifier, findBy);
    if (user === undefined) throw notFound('USER');
    const { Revision: _revision, ...names } = namesOf(user, call);
    return names;
  },

  CreateUser(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { IdentityStoreId: _store, ...document } = input;
    return namesOf(call.organization.createUser(userInput(document)), call);
  },

  UpdateUser(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const user = requireUser(input.UserId, call);
    requireRevision(input.Revision, user);
    const changed = userInput(withOperations(documentOf(user), input.Operations, 'CreateUserRequest'));
    return namesOf(call.organization.updateUser(user.userId, changed), call);
  },

  DeleteUser(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const user = requireUser(input.UserId, call);
    requireRevision(input.Revision, user);
    call.organization.deleteUser(user.userId);
    return {};
  },
} satisfies Partial<Handlers<Operations>>;

function namesOf(user: User, call: Call) {
  return {
    IdentityStoreId: call.organization.identityStoreId,
    UserId: user.userId,
    UserArn: arnOf('user', user.userId, call),
    Revision: revisionOf(user),
  };
}

/** `extensions`: the names of those that the caller asks for; AWS gives no other. */
function userRow(user: User, extensions: readonly string[] = [], call: Call): UserRow {
  const { Extensions: all = {}, ...document } = documentOf(user);
  const asked = Object.entries(all).filter(([name]) => extensions.includes(name));
  return {
    ...namesOf(user, call),
    ...document,
    UserStatus: user.status,
    ...audit(user, call),
    ...(asked.length > 0 && { Extensions: Object.fromEntries(asked) }),
  };
}
