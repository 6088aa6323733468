import { builder } from './builder.ts';
import { ViewerRef } from './refs.ts';

const PermissionEnum = builder.enumType('Permission', {
  description: 'What a viewer may do; what is not among their permissions is refused as FORBIDDEN.',
  values: {
    READ: { value: 'read', description: 'Read who holds what, and everything about the organization.' },
    CREDENTIALS: {
      value: 'credentials',
      description: 'Sign in to the access portal, and take what it offers: accounts, roles, credentials.',
    },
    METRICS: { value: 'metrics', description: 'Read the metrics of the gateway, at /metrics.' },
    AUDIT: { value: 'audit', description: 'Read who asked the gateway for what, where it offers that.' },
  },
});

ViewerRef.implement({
  description: 'Who is asking: a person or a program, as the gateway knows them by what they sent.',
  fields: (t) => ({
    name: t.exposeString('name', {
      nullable: false,
      description: 'What they are called; no proof of who they are, as two may have the same name.',
    }),
    permissions: t.field({
      type: [PermissionEnum],
      nullable: false,
      description: 'What they may do.',
      resolve: ({ permissions }) => [...permissions],
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description:
        'When what they sent stops being good, and their subscriptions end; null when it does not expire.',
      resolve: ({ validUntil }) => validUntil,
    }),
  }),
});
