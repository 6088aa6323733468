import { builder } from '../builder.ts';

const first = { defaultValue: 100, description: 'How many items the page has at most: 1 to 1,000.' };
const after = {
  description:
    'The endCursor of the page before this one, or the cursor of any edge: the page begins behind it. Left out, it begins at the front.',
};

/** Of every connection. */
export const pageArgs = builder.args((t) => ({ first: t.int(first), after: t.string(after) }));

/** How old facts may be. */
export const maxAge = {
  type: 'Duration',
  description:
    'How old facts may be, counted from the start of a walk over pages; older ones are read from AWS again. PT0S reads everything afresh. Default: --max-age for assignments, --names-max-age for what describes people, accounts and permission sets.',
} as const;

/** Of a connection whose facts may be asked for no older than so much. */
export const agedPageArgs = builder.args((t) => ({
  first: t.int(first),
  after: t.string(after),
  maxAge: t.field(maxAge),
}));

/** Of a list that is told as of a moment. */
export const asOf = {
  type: 'DateTime',
  description:
    'As the organization was, by the last read of each thing that began by this moment, with the names of then. Nothing is read from AWS: completeness names what had not been read by then, and what cannot be told, as its next read differed. Not to be combined with maxAge. Left out: as it is now.',
} as const;

export const instanceArg = builder.args((t) => ({
  instanceArn: t.string({
    description:
      'ARN of the instance of Identity Center to ask. Needed only where the AWS credentials of the gateway see several.',
  }),
}));

/** What every list takes, beside its filter. */
export const listArgs = { ...agedPageArgs, ...instanceArg };

/** Where a person signs in. */
export const startUrl = {
  description:
    'Start URL of the access portal, such as https://d-1234567890.awsapps.com/start. Default: that of --start-url, --sso-session or AWS_PROFILE, else the only one of the AWS configuration file.',
};
export const region = {
  description:
    'Region of the access portal, such as eu-central-1. Default: --sso-region, else the one of the AWS configuration file.',
};
export const portalArgs = builder.args((t) => ({ startUrl: t.string(startUrl), region: t.string(region) }));
