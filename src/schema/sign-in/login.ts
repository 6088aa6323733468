import * as login from '../../resolvers/sign-in/login.ts';
import { region, startUrl } from '../fields/args.ts';
import { builder } from '../builder.ts';
import { LoginRef, SessionRef } from '../refs.ts';

const LoginState = builder.enumType('LoginState', {
  description: 'How far a login has come. All but PENDING are final.',
  values: {
    PENDING: { description: 'The login waits for the person to approve it in the browser.' },
    SUCCEEDED: { description: 'The person is signed in.' },
    DENIED: { description: 'The person refused the login in the browser.' },
    EXPIRED: { description: 'The user code expired before anybody approved the login.' },
    CANCELLED: { description: 'The login was ended by cancelLogin.' },
    FAILED: { description: 'The login ended for another reason, which the field error tells.' },
  },
});

LoginRef.implement({
  description: 'One attempt of a person to sign in. Waits by itself for the approval in the browser.',
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: false,
      description:
        'What cancelLogin and loginStatus take as loginId. It is good for ten minutes after the end.',
    }),
    state: t.field({
      type: LoginState,
      nullable: false,
      description:
        'How far the login has come. The state changes without another mutation; loginStatus tells when.',
      resolve: ({ state }) => state,
    }),
    startUrl: t.exposeString('startUrl', {
      nullable: false,
      description: 'Start URL of the access portal that the person signs in to.',
    }),
    region: t.exposeString('region', {
      nullable: false,
      description: 'Region of the access portal that the person signs in to.',
    }),
    userCode: t.exposeString('userCode', {
      description:
        'The code that the person compares or enters in the browser. Null when there is none to show: the person was signed in already, or the flow (PKCE) has no code.',
    }),
    verificationUri: t.exposeString('verificationUri', {
      description:
        'The page to open in a browser. Null when there is nothing to open, as the person was signed in already.',
    }),
    verificationUriComplete: t.exposeString('verificationUriComplete', {
      description:
        'The page to open, with the code in the link. Null when there is no code, and on a gateway that several people share, where such a link invites phishing.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the user code stops working. Null when there was nothing to approve.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    message: t.string({
      description:
        'What to tell the person: where to go and what to do there. Null when there is nothing to open.',
      args: {
        template: t.arg.string({
          description:
            "A text of one's own, in which {url}, {code} and {urlWithCode} stand for what this login has; at most 1,000 characters. Default: a sentence in English.",
        }),
      },
      resolve: login.message,
    }),
    session: t.field({
      type: SessionRef,
      description: 'The sign-in that the login led to. Null until the state is SUCCEEDED.',
      resolve: (parent) => parent.session,
    }),
    error: t.exposeString('error', {
      description: 'Why the login ended, as a sentence for people. Null unless it ended badly.',
    }),
  }),
});

export const LoginInput = builder.inputType('LoginInput', {
  description: 'Where and how to sign in.',
  fields: (t) => ({
    startUrl: t.string(startUrl),
    region: t.string(region),
    forceRefresh: t.boolean({
      defaultValue: false,
      description: 'Sign in anew, even when a token that is still valid is cached.',
    }),
    expiryWindow: t.field({
      type: 'Duration',
      defaultValue: 15 * 60_000,
      description: 'The least time that a cached token must still be valid for.',
    }),
    openBrowser: t.boolean({
      description:
        'Whether to open the browser of the machine the gateway runs on. Default: only when the gateway serves one local person, and AWS_SSO_DISABLE_BROWSER is not set.',
    }),
  }),
});

export const LogoutInput = builder.inputType('LogoutInput', {
  description: 'Where to sign out.',
  fields: (t) => ({ startUrl: t.string(startUrl), region: t.string(region) }),
});

export const LogoutPayload = builder
  .objectRef<Awaited<ReturnType<typeof login.logout>>>('LogoutPayload')
  .implement({
    description: 'What became of the sign-in that was to be ended.',
    fields: (t) => ({
      signedOut: t.exposeBoolean('signedOut', {
        nullable: false,
        description: 'True when there was a sign-in to end.',
      }),
      session: t.field({
        type: SessionRef,
        description: 'The state of the sign-in afterwards; null when it could not be told.',
        resolve: ({ session }) => session,
      }),
    }),
  });
