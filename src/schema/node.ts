import { NodeInterface } from './refs.ts';

NodeInterface.implement({
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Opaque and stable: the instance and the natural key, never a database row number.',
      // Each type answers it for itself.
      resolve: () => '',
    }),
  }),
});
