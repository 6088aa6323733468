import * as session from '../../resolvers/sign-in/session.ts';
import { builder } from '../builder.ts';
import { SessionRef } from '../refs.ts';

const SessionState = builder.enumType('SessionState', {
  description: 'Whether a person is signed in.',
  values: {
    SIGNED_IN: { description: 'There is a token that is valid now.' },
    EXPIRED: { description: 'There is a token that has expired.' },
    SIGNED_OUT: { description: 'There is no token: nobody signed in, or they signed out.' },
  },
});

SessionRef.implement({
  description: "A person's sign-in to Identity Center.",
  fields: (t) => ({
    startUrl: t.exposeString('startUrl', {
      nullable: false,
      description: 'Start URL of the access portal of this sign-in.',
    }),
    region: t.exposeString('region', {
      nullable: false,
      description: 'Region of the access portal of this sign-in.',
    }),
    state: t.field({
      type: SessionState,
      nullable: false,
      description: 'Whether the person is signed in now.',
      resolve: ({ state }) => state,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the token ends or ended; null when there is no token.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    refreshable: t.exposeBoolean('refreshable', {
      nullable: false,
      description: 'True when the sign-in can be renewed without the user.',
    }),
    accessToken: t.string({
      needs: ['credentials'],
      description:
        'The portal bearer token, for scripts that call AWS themselves. Null when nobody is signed in. FORBIDDEN unless the gateway was started with --allow-token-export and the caller holds the credentials permission.',
      resolve: session.accessToken,
    }),
  }),
});
