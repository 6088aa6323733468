import type { Operations } from '../../models/identitystore.generated.ts';
import { isServed } from '../call.ts';
import type { Call, Handlers } from '../call.ts';
import { storeArn } from './arns.ts';
import { requireStore, requireWritableStore } from './guards.ts';
import { networkOf } from './network.ts';

export const stores = {
  /** An account's own list, which no store's network configuration is about. */
  ListIdentityStores(_input, call) {
    const { rows, next } = call.page(isServed(call) ? [namesOf(call)] : [], (row) => row.IdentityStoreId);
    return { IdentityStores: rows, ...next };
  },

  DescribeIdentityStore(input, call) {
    requireStore(input.IdentityStoreId, call);
    return { ...namesOf(call), NetworkConfiguration: networkOf(call) };
  },

  /** The caller can lock itself out, as with AWS. */
  UpdateIdentityStore(input, call) {
    requireWritableStore(input.IdentityStoreId, call);
    const { NetworkConfiguration: networkConfiguration } = input;
    const { organization } = call;
    if (networkConfiguration) organization.setInstance({ ...organization.instance, networkConfiguration });
    return namesOf(call);
  },
} satisfies Partial<Handlers<Operations>>;

function namesOf(call: Call): { IdentityStoreId: string; IdentityStoreArn: string } {
  return { IdentityStoreId: call.organization.identityStoreId, IdentityStoreArn: storeArn(call) };
}
