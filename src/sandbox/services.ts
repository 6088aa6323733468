import { model as identityStoreModel } from './models/identitystore.generated.ts';
import type { ServiceModel } from './models/model.ts';
import { model as organizationsModel } from './models/organizations.generated.ts';
import { model as ssoAdminModel } from './models/sso-admin.generated.ts';
import { model as stsModel } from './models/sts.ts';
import type { Call } from './operations/call.ts';
import { identityStore } from './operations/identity-store.ts';
import { organizations } from './operations/organizations.ts';
import {
  identityStoreRefusals,
  organizationsRefusals,
  ssoAdminRefusals,
  stsRefusals,
} from './operations/refusals.ts';
import type { Refusals } from './operations/refusals.ts';
import { ssoAdmin } from './operations/sso-admin.ts';
import { sts } from './operations/sts.ts';

/** A service that is called with `POST /`. */
export interface RpcService {
  /** As in the call log and in the SDK's client names. */
  readonly name: string;
  readonly model: ServiceModel;
  /** `never`: a handler's input is what its model says, and the model was checked before. */
  readonly handlers: Readonly<Record<string, (input: never, call: Call) => unknown>>;
  readonly refusals: Refusals;
  /** Rows on a page when a call has no MaxResults. AWS publishes none; the largest allowed is in the model. */
  readonly defaultPageSize: number;
}

/**
 * Those that are called with an `X-Amz-Target` header (awsJson 1.1). sso and sso-oidc speak REST over the paths of the
 * same port, and do not belong in this table.
 */
export const rpcServices: readonly RpcService[] = [
  {
    name: 'sso-admin',
    model: ssoAdminModel,
    handlers: ssoAdmin,
    refusals: ssoAdminRefusals,
    defaultPageSize: 50,
  },
  {
    name: 'identitystore',
    model: identityStoreModel,
    handlers: identityStore,
    refusals: identityStoreRefusals,
    defaultPageSize: 50,
  },
  {
    name: 'organizations',
    model: organizationsModel,
    handlers: organizations,
    refusals: organizationsRefusals,
    defaultPageSize: 20,
  },
];

/** Those that are called with a form (awsQuery), which names the service by its version. */
export const queryServices: readonly (RpcService & { readonly version: string })[] = [
  {
    name: 'sts',
    version: '2011-06-15',
    model: stsModel,
    handlers: sts,
    refusals: stsRefusals,
    defaultPageSize: 50,
  },
];
