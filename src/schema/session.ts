import * as session from '../resolvers/session.ts';
import { builder } from './builder.ts';
import { needs } from './permission.ts';
import { SessionRef } from './refs.ts';

const SessionState = builder.enumType('SessionState', {
  values: ['SIGNED_IN', 'EXPIRED', 'SIGNED_OUT'] as const,
});

SessionRef.implement({
  description: "A person's sign-in to Identity Center.",
  fields: (t) => ({
    startUrl: t.exposeString('startUrl', { nullable: false }),
    region: t.exposeString('region', { nullable: false }),
    state: t.field({ type: SessionState, nullable: false, resolve: ({ state }) => state }),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAt }) => expiresAt }),
    refreshable: t.exposeBoolean('refreshable', {
      nullable: false,
      description: 'True when it can be renewed without the user.',
    }),
    accessToken: t.string({
      ...needs('credentials'),
      description:
        'The portal bearer token, for scripts that call AWS themselves. FORBIDDEN unless the gateway was started with --allow-token-export and the caller holds the credentials permission.',
      resolve: session.accessToken,
    }),
  }),
});
