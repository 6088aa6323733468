import { gateway, option } from './option.ts';
import { flag, path } from './values.ts';

/** Which documents may be asked, and what is told of the schema. */
export const documentOptions = {
  persistedDocuments: option(
    {
      flags: '--persisted-documents <path>',
      env: ['GATEWAY_PERSISTED_DOCUMENTS'],
      description:
        'Documents that clients may name by documentId instead of sending them: a folder of .graphql files, or a manifest as the tools of Apollo and Relay write it. Taken up again on SIGHUP.',
      commands: gateway,
    },
    path().optional(),
  ),
  onlyPersisted: option(
    {
      flags: '--only-persisted',
      env: ['GATEWAY_ONLY_PERSISTED'],
      description: 'Answer these documents alone, and refuse all others.',
      commands: gateway,
    },
    flag().optional(),
  ),
  introspection: option(
    {
      flags: '--no-introspection',
      env: ['GATEWAY_INTROSPECTION'],
      description:
        'Tell nobody the schema: neither by introspection, nor at /schema.graphql, nor by suggestions in errors.',
      commands: gateway,
    },
    flag().optional(),
  ),
  graphiql: option(
    {
      flags: '--no-graphiql',
      env: ['GATEWAY_GRAPHIQL'],
      description: 'Serve no page with GraphiQL, and print no sign-in link for it.',
      commands: gateway,
    },
    flag().optional(),
  ),
  explorer: option(
    {
      flags: '--no-explorer',
      env: ['GATEWAY_EXPLORER'],
      description:
        'Serve no page for people at /, which then leads to /graphql. With --only-persisted there is none.',
      commands: gateway,
    },
    flag().optional(),
  ),
};
