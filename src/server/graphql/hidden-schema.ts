import { NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Keeps the schema to those who have it otherwise: no introspection, and no error that suggests a name that is close. */
export const hideSchema: Plugin = {
  onValidate({ addValidationRule, setValidationFn }) {
    addValidationRule(NoSchemaIntrospectionCustomRule);
    const withoutSuggestions: typeof validate = (schema, document, rules) =>
      validate(schema, document, rules, { hideSuggestions: true });
    setValidationFn(withoutSuggestions);
  },
  onExecute: ({ args }) => void Object.assign(args, { hideSuggestions: true }),
  onSubscribe: ({ args }) => void Object.assign(args, { hideSuggestions: true }),
};
