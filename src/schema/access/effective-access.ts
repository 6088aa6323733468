import * as effectiveAccess from '../../resolvers/access/effective-access.ts';
import { EffectiveAccess, GrantInterface, Group, User } from '../refs.ts';

EffectiveAccess.implement({
  description:
    'One person and one way into one account: a grant that they hold directly, or through a group. Who holds the same through two groups has two of these.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: false,
      description: 'Who gets in. Deleted users are told, too, where assignments still name them.',
      resolve: effectiveAccess.user,
    }),
    via: t.field({
      type: Group,
      description: 'The group through which the person holds the grant; null when they hold it directly.',
      resolve: effectiveAccess.via,
    }),
    grant: t.field({
      type: GrantInterface,
      nullable: false,
      description: 'What lets them in, and the account.',
      resolve: effectiveAccess.grant,
    }),
  }),
});
