import { option } from './option.ts';
import { path } from './values.ts';

/** What several gateways on one database share. */
export const replicaOptions = {
  stateKeys: option(
    {
      flags: '--state-keys <file>',
      env: ['GATEWAY_STATE_KEYS'],
      description:
        'Keys that sign-ins are sealed with in the PostgreSQL database of --store, one a line, each of 32 bytes in base64: the first seals, all of them open. The same for every gateway on the database; taken up again when it changes.',
      commands: ['serve'],
    },
    path().optional(),
  ),
};
