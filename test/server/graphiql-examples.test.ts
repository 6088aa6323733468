import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { exampleTabs } from '../../src/server/graphiql/examples.ts';

test.each(await exampleTabs({}))(
  'the example $query fits the schema, and its variables are its own',
  (tab) => {
    const document = parse(tab.query);
    expect(validate(schema, document)).toEqual([]);
    for (const name of Object.keys(JSON.parse(tab.variables))) expect(tab.query).toContain(`$${name}:`);
  },
);
