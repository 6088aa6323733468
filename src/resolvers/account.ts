import type { AccountNode } from '../reader/nodes.ts';
import { perRequest } from './batch.ts';

/** What the organization knows of the account. */
export const load = perRequest(
  (node: AccountNode) => node.accountId,
  (reader, nodes, notBefore, { scope }) =>
    reader.accounts(
      nodes.map((node) => node.accountId),
      notBefore,
      scope,
    ),
);
