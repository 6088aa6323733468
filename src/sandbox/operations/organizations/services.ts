import type { Operations } from '../../models/organizations.generated.ts';
import { identityCenter } from '../../organization/delegation-store.ts';
import { WireError } from '../../protocol/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { requireAccount } from './guards.ts';
import { requireService, unrecognized } from './known-services.ts';
import { accountRow } from './rows.ts';

type DelegatedAdministratorRow = NonNullable<
  Operations['ListDelegatedAdministrators']['output']['DelegatedAdministrators']
>[number];

/** AWS's services in the organization: which are let in, and which accounts administer them. */
export const services = {
  /** Whoever has Identity Center has let it in. */
  ListAWSServiceAccessForOrganization(_input, call) {
    const enabled = [{ ServicePrincipal: identityCenter, DateEnabled: call.organization.instanceCreatedAt }];
    const { rows, next } = call.page(enabled, (row) => row.ServicePrincipal);
    return { EnabledServicePrincipals: rows, ...next };
  },

  ListDelegatedAdministrators({ ServicePrincipal: service }, call) {
    const { delegations } = call.organization;
    if (service !== undefined) requireService(service);
    const accountIds = delegations
      .accountIds()
      .filter((id) => service === undefined || delegations.of(id).some((row) => row.service === service));
    const { rows, next } = call.page(accountIds, (id) => id);
    return { DelegatedAdministrators: rows.map((id) => delegatedAdministratorRow(id, call)), ...next };
  },

  ListDelegatedServicesForAccount(input, call) {
    const delegated = call.organization.delegations.of(requireAdministrator(input.AccountId, call));
    const { rows, next } = call.page(delegated, ({ service }) => service);
    const DelegatedServices = rows.map(({ service, enabledAt }) => ({
      ServicePrincipal: service,
      DelegationEnabledDate: enabledAt,
    }));
    return { DelegatedServices, ...next };
  },

  RegisterDelegatedAdministrator(input, call) {
    requireService(input.ServicePrincipal);
    call.organization.delegations.register(input.AccountId, input.ServicePrincipal);
  },

  DeregisterDelegatedAdministrator({ AccountId: id, ServicePrincipal: service }, call) {
    const { delegations } = call.organization;
    const registered = delegations.of(requireAdministrator(id, call));
    // AWS says so of a service that it knows, too, where the account does not administer it.
    if (!registered.some((row) => row.service === service)) throw unrecognized();
    delegations.deregister(id, service);
  },
} satisfies Partial<Handlers<Operations>>;

function requireAdministrator(accountId: string, call: Call): string {
  const { id } = requireAccount(accountId, call);
  if (call.organization.delegations.of(id).length === 0) {
    throw new WireError(
      'AccountNotRegisteredException',
      'The provided account is not a registered delegated administrator for your organization.',
    );
  }
  return id;
}

function delegatedAdministratorRow(accountId: string, call: Call): DelegatedAdministratorRow {
  const { Paths: _paths, ...row } = accountRow(requireAccount(accountId, call), call);
  const enabledAt = call.organization.delegations.of(accountId).map((service) => service.enabledAt);
  return { ...row, DelegationEnabledDate: Math.min(...enabledAt) };
}
