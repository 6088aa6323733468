import { model as accountAccessModel } from './models/account-access.generated.ts';
import { model as identityStoreModel } from './models/identitystore.generated.ts';
import type { ServiceModel } from './models/model.ts';
import { model as organizationsModel } from './models/organizations.generated.ts';
import { model as ssoAdminModel } from './models/sso-admin.generated.ts';
import { model as oidcModel } from './models/sso-oidc.generated.ts';
import { model as portalModel } from './models/sso.generated.ts';
import { model as stsModel } from './models/sts.ts';
import {
  type Authorize,
  authorizeAccountAccess,
  authorizeIdentityStore,
  authorizeOrganizations,
  authorizeSsoAdmin,
} from './operations/authorization.ts';
import { accountAccess } from './operations/account-access.ts';
import type { Call } from './operations/call.ts';
import { oidcErrorForm, portalErrorForm, restErrorForm } from './operations/error-forms.ts';
import type { ErrorForm } from './operations/error-forms.ts';
import { identityStore } from './operations/identity-store.ts';
import { organizations } from './operations/organizations.ts';
import {
  accountAccessRefusals,
  identityStoreRefusals,
  oidcRefusals,
  organizationsRefusals,
  portalRefusals,
  ssoAdminRefusals,
  stsRefusals,
} from './operations/refusals.ts';
import type { Refusals } from './operations/refusals.ts';
import { ssoAdmin } from './operations/sso-admin.ts';
import { oidc } from './operations/sso-oidc.ts';
import { portal } from './operations/sso.ts';
import { sts } from './operations/sts.ts';
import type { WireError } from './protocol/errors.ts';

export interface Service {
  /** As in the call log and in the SDK's client names. */
  readonly name: string;
  readonly model: ServiceModel;
  /** `never`: a handler's input is what its model says, and the model was checked before. */
  readonly handlers: Readonly<Record<string, (input: never, call: Call) => unknown>>;
  readonly refusals: Refusals;
  /** Throws where the caller's account has no business. Absent where anybody may call. */
  readonly authorize?: Authorize;
  /** Rows on a page when a call has no MaxResults. AWS publishes none; the largest allowed is in the model. */
  readonly defaultPageSize: number;
  /** Members of requests that the log must not show. */
  readonly secrets?: readonly string[];
}

/** Those that are called with an `X-Amz-Target` header (awsJson 1.1). */
export const rpcServices: readonly Service[] = [
  {
    name: 'sso-admin',
    model: ssoAdminModel,
    handlers: ssoAdmin,
    refusals: ssoAdminRefusals,
    authorize: authorizeSsoAdmin,
    defaultPageSize: 50,
  },
  {
    name: 'identitystore',
    model: identityStoreModel,
    handlers: identityStore,
    refusals: identityStoreRefusals,
    authorize: authorizeIdentityStore,
    defaultPageSize: 50,
  },
  {
    name: 'organizations',
    model: organizationsModel,
    handlers: organizations,
    refusals: organizationsRefusals,
    authorize: authorizeOrganizations,
    defaultPageSize: 20,
  },
];

/** Those that are called with a form (awsQuery), which names the service by its version. */
export const queryServices: readonly (Service & { readonly version: string })[] = [
  {
    name: 'sts',
    version: '2011-06-15',
    model: stsModel,
    handlers: sts,
    refusals: stsRefusals,
    defaultPageSize: 50,
  },
];

/** Those whose operations have a method and a path each (restJson1). */
export interface RestService extends Service {
  readonly errorForm: (error: WireError) => ErrorForm;
}

export const restServices: readonly RestService[] = [
  {
    name: 'account-access',
    model: accountAccessModel,
    handlers: accountAccess,
    refusals: accountAccessRefusals,
    authorize: authorizeAccountAccess,
    // A guess: the model only has the most.
    defaultPageSize: 50,
    errorForm: restErrorForm,
  },
  {
    name: 'sso-oidc',
    model: oidcModel,
    handlers: oidc,
    refusals: oidcRefusals,
    defaultPageSize: 100,
    secrets: ['clientSecret', 'deviceCode', 'code', 'codeVerifier', 'refreshToken'],
    errorForm: oidcErrorForm,
  },
  {
    name: 'sso',
    model: portalModel,
    handlers: portal,
    refusals: portalRefusals,
    defaultPageSize: 50,
    secrets: ['accessToken'],
    errorForm: portalErrorForm,
  },
];
