import {
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  type Account,
  type OrganizationalUnit,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { present, type Answer } from './call/answer.ts';
import type { Caller, CallOptions } from './call/call.ts';
import { brokenAnswer } from './call/errors.ts';
import { createService } from './service.ts';

export interface OrganizationFacts {
  readonly organizationId: string;
  readonly managementAccountId: string;
}

export interface RootFacts {
  readonly id: string;
  readonly name: string;
}

export interface OrganizationalUnitFacts {
  readonly id: string;
  readonly name: string;
  /** `o-…/r-…/ou-…/`, the unit itself last; absent from endpoints older than the member. */
  readonly path?: string;
}

export interface AccountFacts {
  readonly accountId: string;
  readonly name?: string;
  readonly email?: string;
  /** AWS's `State`, or the `Status` that it replaces, which calls a closed account SUSPENDED. */
  readonly state?: string;
  /** Each `o-…/r-…/ou-…/<account>/`; absent from endpoints older than the member, and then the tree tells. */
  readonly paths?: string[];
}

export interface ParentFacts {
  readonly id: string;
  readonly type: 'ROOT' | 'ORGANIZATIONAL_UNIT';
}

export type ChildType = 'ACCOUNT' | 'ORGANIZATIONAL_UNIT';

export interface ChildFacts {
  readonly id: string;
  readonly type: ChildType;
}

export interface DelegatedAdministratorFacts {
  readonly accountId: string;
  readonly name?: string;
}

/** The reads of Organizations. A list is an async generator of its pages. */
export interface Organizations {
  describeOrganization(options: CallOptions): Promise<OrganizationFacts>;
  listRoots(options: CallOptions): AsyncGenerator<RootFacts[], void>;
  /** Suspended and closed accounts too, and the management account. */
  listAccounts(options: CallOptions): AsyncGenerator<AccountFacts[], void>;
  describeAccount(accountId: string, options: CallOptions): Promise<AccountFacts>;
  /** Direct children only. */
  listAccountsForParent(parentId: string, options: CallOptions): AsyncGenerator<AccountFacts[], void>;
  /** Direct children only. */
  listOrganizationalUnitsForParent(
    parentId: string,
    options: CallOptions,
  ): AsyncGenerator<OrganizationalUnitFacts[], void>;
  describeOrganizationalUnit(id: string, options: CallOptions): Promise<OrganizationalUnitFacts>;
  /** The only parent of an account or unit. */
  listParents(childId: string, options: CallOptions): Promise<ParentFacts>;
  listChildren(
    parentId: string,
    childType: ChildType,
    options: CallOptions,
  ): AsyncGenerator<ChildFacts[], void>;
  /** Accounts that may act for a service such as `sso.amazonaws.com` in place of the management account. */
  listDelegatedAdministrators(
    servicePrincipal: string,
    options: CallOptions,
  ): AsyncGenerator<DelegatedAdministratorFacts[], void>;
}

export function createOrganizations(client: OrganizationsClient, call: Caller): Organizations {
  const { get, list } = createService('organizations', 20, call);
  return {
    describeOrganization: (options) =>
      get(
        'DescribeOrganization',
        options,
        (http) => client.send(new DescribeOrganizationCommand({}), http),
        ({ Organization }, answer) => ({
          organizationId: answer.required('Organization.Id', Organization?.Id),
          managementAccountId: answer.required('MasterAccountId', Organization?.MasterAccountId),
        }),
      ),

    listRoots: (options) =>
      list(
        'ListRoots',
        options,
        (paging, http) => client.send(new ListRootsCommand(paging), http),
        ({ Roots }, answer) =>
          answer.rows('Roots', Roots, (row) => ({
            id: answer.required('Roots.Id', row?.Id),
            name: answer.required('Roots.Name', row?.Name),
          })),
      ),

    listAccounts: (options) =>
      list(
        'ListAccounts',
        options,
        (paging, http) => client.send(new ListAccountsCommand(paging), http),
        ({ Accounts }, answer) => answer.rows('Accounts', Accounts, (row) => accountFacts(row, answer)),
      ),

    describeAccount: (AccountId, options) =>
      get(
        'DescribeAccount',
        options,
        (http) => client.send(new DescribeAccountCommand({ AccountId }), http),
        ({ Account }, answer) => {
          const facts = accountFacts(Account, answer);
          answer.same('Account.Id', AccountId, facts.accountId);
          return facts;
        },
      ),

    listAccountsForParent: (ParentId, options) =>
      list(
        'ListAccountsForParent',
        options,
        (paging, http) => client.send(new ListAccountsForParentCommand({ ParentId, ...paging }), http),
        ({ Accounts }, answer) => answer.rows('Accounts', Accounts, (row) => accountFacts(row, answer)),
      ),

    listOrganizationalUnitsForParent: (ParentId, options) =>
      list(
        'ListOrganizationalUnitsForParent',
        options,
        (paging, http) =>
          client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, ...paging }), http),
        ({ OrganizationalUnits }, answer) =>
          answer.rows('OrganizationalUnits', OrganizationalUnits, (row) => unitFacts(row, answer)),
      ),

    describeOrganizationalUnit: (OrganizationalUnitId, options) =>
      get(
        'DescribeOrganizationalUnit',
        options,
        (http) => client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId }), http),
        ({ OrganizationalUnit }, answer) => {
          const facts = unitFacts(OrganizationalUnit, answer);
          answer.same('OrganizationalUnit.Id', OrganizationalUnitId, facts.id);
          return facts;
        },
      ),

    listParents: async (ChildId, options) => {
      const pages = list(
        'ListParents',
        options,
        (paging, http) => client.send(new ListParentsCommand({ ChildId, ...paging }), http),
        ({ Parents }, answer) =>
          answer.rows('Parents', Parents, (row) => ({
            id: answer.required('Parents.Id', row?.Id),
            type: answer.oneOf('Parents.Type', ['ROOT', 'ORGANIZATIONAL_UNIT'], row?.Type),
          })),
      );
      for await (const [parent] of pages) if (parent !== undefined) return parent;
      throw brokenAnswer('organizations:ListParents', `${ChildId} has no parent`);
    },

    listChildren: (ParentId, ChildType, options) =>
      list(
        'ListChildren',
        options,
        (paging, http) => client.send(new ListChildrenCommand({ ParentId, ChildType, ...paging }), http),
        ({ Children }, answer) =>
          answer.rows('Children', Children, (row) => {
            answer.same('Children.Type', ChildType, row?.Type);
            return { id: answer.required('Children.Id', row?.Id), type: ChildType };
          }),
      ),

    listDelegatedAdministrators: (ServicePrincipal, options) =>
      list(
        'ListDelegatedAdministrators',
        options,
        (paging, http) =>
          client.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal, ...paging }), http),
        ({ DelegatedAdministrators }, answer) =>
          answer.rows('DelegatedAdministrators', DelegatedAdministrators, (row) => ({
            accountId: answer.required('DelegatedAdministrators.Id', row?.Id),
            ...present({ name: answer.text('DelegatedAdministrators.Name', row?.Name) }),
          })),
      ),
  };
}

function accountFacts(row: Account | undefined, answer: Answer): AccountFacts {
  return {
    accountId: answer.required('Account.Id', row?.Id),
    ...present({
      name: answer.text('Account.Name', row?.Name),
      email: answer.text('Account.Email', row?.Email),
      state: answer.text('Account.State', row?.State ?? row?.Status),
      paths: answer.texts('Account.Paths', row?.Paths),
    }),
  };
}

function unitFacts(row: OrganizationalUnit | undefined, answer: Answer): OrganizationalUnitFacts {
  return {
    id: answer.required('OrganizationalUnit.Id', row?.Id),
    name: answer.required('OrganizationalUnit.Name', row?.Name),
    ...present({ path: answer.text('OrganizationalUnit.Path', row?.Path) }),
  };
}
