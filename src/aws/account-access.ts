import { present, type Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import type { AccountAccessClient } from './connection/account-access-client.ts';
import { createService } from './service.ts';
import type { PrincipalType } from './sso-admin.ts';

/** A user or group may take this IAM role. */
export interface EntitlementFacts {
  readonly entitlementId: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
  readonly roleArn: string;
  /** The account of the role. */
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
}

/** AWS refuses to list entitlements without a filter. A group's are not among those of its members. */
export type EntitlementFilter =
  | { readonly accountId: string }
  | { readonly principalType: PrincipalType; readonly principalId: string };

/** The reads of account access manager, which gives users and groups IAM roles without permission sets. */
export interface AccountAccess {
  /** ARNs. Empty where nobody has set it up, in this account and Region. */
  listApplications(options: CallOptions): AsyncGenerator<string[], void>;
  /** ARN of the instance whose users and groups an application knows. */
  getApplication(applicationArn: string, options: CallOptions): Promise<string>;
  listEntitlements(
    applicationArn: string,
    filter: EntitlementFilter,
    options: CallOptions,
  ): AsyncGenerator<EntitlementFacts[], void>;
}

interface ApplicationList {
  readonly applications?: readonly ({ readonly applicationArn?: unknown } | null)[] | null;
  readonly nextToken?: string | null;
}

interface Application {
  readonly identitySource?: { readonly identityCenter?: { readonly instanceArn?: unknown } | null } | null;
}

interface EntitlementList {
  readonly entitlements?: readonly (EntitlementRow | null)[] | null;
  readonly nextToken?: string | null;
}

interface EntitlementRow {
  readonly entitlementId?: unknown;
  readonly createdAt?: unknown;
  readonly entitlement?: { readonly principalRole?: PrincipalRole | null } | null;
}

interface PrincipalRole {
  readonly account?: unknown;
  readonly roleArn?: unknown;
  readonly principal?: { readonly identityCenter?: IdentityCenterPrincipal | null } | null;
}

/** One of the two. */
interface IdentityCenterPrincipal {
  readonly userId?: unknown;
  readonly groupId?: unknown;
}

export function createAccountAccess(client: AccountAccessClient, call: Caller): AccountAccess {
  const { get, list } = createService('account-access', 100, call);
  return {
    listApplications: (options) =>
      list(
        'ListApplications',
        options,
        ({ MaxResults: maxResults, NextToken: nextToken }, http) =>
          client.send<ApplicationList>(
            { method: 'POST', path: '/applications-list', input: { maxResults, nextToken } },
            http,
          ),
        ({ applications }, answer) =>
          answer.rows('applications', applications, (row) =>
            answer.required('applicationArn', row?.applicationArn),
          ),
      ),

    getApplication: (applicationArn, options) =>
      get(
        'GetApplication',
        options,
        (http) =>
          client.send<Application>(
            { method: 'GET', path: `/applications/${encodeURIComponent(applicationArn)}` },
            http,
          ),
        ({ identitySource }, answer) => {
          const source = answer.structure('identitySource', identitySource ?? undefined);
          const center = answer.structure('identityCenter', source?.identityCenter ?? undefined);
          return answer.required('instanceArn', center?.instanceArn);
        },
      ),

    listEntitlements: (applicationArn, asked, options) => {
      const filter = { principalRole: wireFilter(asked) };
      return list(
        'ListEntitlements',
        options,
        ({ MaxResults: maxResults, NextToken: nextToken }, http) =>
          client.send<EntitlementList>(
            {
              method: 'POST',
              path: '/entitlements-list',
              input: { applicationArn, filter, maxResults, nextToken },
            },
            http,
          ),
        ({ entitlements }, answer) =>
          answer
            .rows('entitlements', entitlements, (row) => entitlementFacts(row, answer))
            .filter((row) => isAskedFor(row, asked, answer)),
      );
    },
  };
}

function wireFilter(asked: EntitlementFilter): object {
  if ('accountId' in asked) return { account: asked.accountId };
  const { principalType, principalId } = asked;
  return {
    principal: { identityCenter: { [principalType === 'USER' ? 'userId' : 'groupId']: principalId } },
  };
}

function entitlementFacts(row: EntitlementRow | undefined, answer: Answer): EntitlementFacts {
  const entitlement = answer.structure('entitlement', row?.entitlement ?? undefined);
  const role = answer.structure('principalRole', entitlement?.principalRole ?? undefined);
  const principal = answer.structure('principal', role?.principal ?? undefined);
  const { userId, groupId } =
    answer.structure('identityCenter', principal?.identityCenter ?? undefined) ?? {};
  const isUser = userId !== undefined && userId !== null;
  return {
    entitlementId: answer.required('entitlementId', row?.entitlementId),
    principalType: isUser ? 'USER' : 'GROUP',
    principalId: isUser ? answer.required('userId', userId) : answer.required('groupId', groupId),
    roleArn: answer.required('roleArn', role?.roleArn),
    accountId: answer.required('account', role?.account),
    ...present({ createdAt: answer.time('createdAt', timeOf(row?.createdAt)) }),
  };
}

/**
 * Refuses rows of another account or principal. AWS does not say whether those of a user's groups may come with the
 * user's own; they are the groups', who are asked for by themselves.
 */
function isAskedFor(row: EntitlementFacts, asked: EntitlementFilter, answer: Answer): boolean {
  if ('accountId' in asked) return answer.same('account', asked.accountId, row.accountId) === row.accountId;
  if (asked.principalType === 'USER' && row.principalType === 'GROUP') return false;
  answer.same('the type of the principal', asked.principalType, row.principalType);
  return answer.same('the principal', asked.principalId, row.principalId) === row.principalId;
}

/** The model has times as texts (ISO 8601), which the SDK's clients make dates of. */
function timeOf(text: unknown): unknown {
  return typeof text === 'string' ? new Date(text) : text;
}
