import type { Operations } from '../models/sso.generated.ts';
import type { Account, User } from '../organization/types.ts';
import { WireError } from '../protocol/errors.ts';
import { accessOf } from '../sign-in/access.ts';
import { pick, secret } from '../sign-in/secret.ts';
import { welcomeUser } from '../sign-in/sign-ins.ts';
import { type Call, type Handlers, itself, nextOf } from './call.ts';

export const portal: Handlers<Operations> = {
  ListAccounts({ accessToken }, call) {
    const { userId } = requireUser(accessToken, call);
    const accounts = new Set(accessOf(call.organization, userId).map(({ account }) => account));
    const { rows, next } = call.page([...accounts], accountKey, userId);
    return {
      accountList: rows.map(({ id, name, email }) => ({
        accountId: id,
        accountName: name,
        emailAddress: email,
      })),
      ...nextOf(next),
    };
  },

  ListAccountRoles({ accessToken, accountId }, call) {
    const { userId } = requireUser(accessToken, call);
    requireAccountId(accountId);
    const access = accessOf(call.organization, userId, accountId);
    if (access.length === 0) {
      throw new WireError('ResourceNotFoundException', `There is no account ${accountId} for this person.`);
    }
    const names = access.map(({ permissionSet }) => permissionSet.name);
    const { rows, next } = call.page(names, itself, userId);
    return { roleList: rows.map((roleName) => ({ roleName, accountId })), ...nextOf(next) };
  },

  GetRoleCredentials({ accessToken, accountId, roleName }, call) {
    const { userId, userName } = requireUser(accessToken, call);
    requireAccountId(accountId);
    const found = accessOf(call.organization, userId, accountId).find(
      ({ permissionSet }) => permissionSet.name === roleName,
    );
    // Nor does an account that is suspended let anybody in, though it is on the list.
    if (found?.account.state !== 'ACTIVE') throw new WireError('ForbiddenException', 'No access', {}, 403);
    const expiresAt = call.now() + secondsOf(found.permissionSet.sessionDuration);
    const accessKeyId = `ASIA${pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
    call.signIns.roles.set(accessKeyId, { access: found, userName }, expiresAt * 1000);
    return {
      roleCredentials: {
        accessKeyId,
        secretAccessKey: secret(30),
        sessionToken: secret(180),
        // Milliseconds here, unlike every other time that AWS gives.
        expiration: Math.floor(expiresAt * 1000),
      },
    };
  },

  Logout({ accessToken }, call) {
    requireUser(accessToken, call);
    call.signIns.sessions.end(accessToken);
  },
};

function requireUser(accessToken: string, { signIns, organization }: Call): User {
  const userId = signIns.sessions.userIdOf(accessToken);
  const user = userId === undefined ? undefined : welcomeUser(organization, userId);
  if (user === undefined) {
    throw new WireError('UnauthorizedException', 'Session token not found or invalid');
  }
  return user;
}

function requireAccountId(accountId: string): void {
  if (!/^\d{12}$/.test(accountId)) {
    throw new WireError('InvalidRequestException', 'account_id is not an account id of 12 digits.');
  }
}

function accountKey({ id }: Account): string {
  return id;
}

/** AWS takes PT1H to PT12H. Whatever else the sandbox was given counts as an hour. */
function secondsOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) || 3600;
}
