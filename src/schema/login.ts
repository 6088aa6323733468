import * as login from '../resolvers/login.ts';
import { builder } from './builder.ts';
import { LoginRef, SessionRef } from './refs.ts';

const LoginState = builder.enumType('LoginState', {
  values: ['PENDING', 'SUCCEEDED', 'DENIED', 'EXPIRED', 'CANCELLED', 'FAILED'] as const,
});

LoginRef.implement({
  description: 'One attempt of a person to sign in. Waits by itself for the approval in the browser.',
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    state: t.field({ type: LoginState, nullable: false, resolve: ({ state }) => state }),
    startUrl: t.exposeString('startUrl', { nullable: false }),
    region: t.exposeString('region', { nullable: false }),
    userCode: t.exposeString('userCode'),
    verificationUri: t.exposeString('verificationUri'),
    verificationUriComplete: t.exposeString('verificationUriComplete', {
      description:
        'Null on a gateway that several people share, where a link that carries the code invites phishing.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When the user code stops working.',
      resolve: ({ expiresAt }) => expiresAt,
    }),
    message: t.string({
      description: 'A text for people. template may use {url}, {code} and {urlWithCode}.',
      args: { template: t.arg.string() },
      resolve: login.message,
    }),
    session: t.field({
      type: SessionRef,
      description: 'Set once the state is SUCCEEDED.',
      resolve: (parent) => parent.session,
    }),
    error: t.exposeString('error', { description: 'Why it ended, when it ended badly.' }),
  }),
});

export const LoginInput = builder.inputType('LoginInput', {
  fields: (t) => ({
    startUrl: t.string(),
    region: t.string(),
    forceRefresh: t.boolean({ defaultValue: false }),
    expiryWindow: t.field({
      type: 'Duration',
      defaultValue: 15 * 60_000,
      description: 'The least time that a cached token must still be valid for.',
    }),
    openBrowser: t.boolean({
      description:
        'Open the browser of the machine the gateway runs on. Default: only when the gateway serves one local person, and AWS_SSO_DISABLE_BROWSER is not set.',
    }),
  }),
});

export const LogoutInput = builder.inputType('LogoutInput', {
  fields: (t) => ({ startUrl: t.string(), region: t.string() }),
});

export const LogoutPayload = builder
  .objectRef<Awaited<ReturnType<typeof login.logout>>>('LogoutPayload')
  .implement({
    fields: (t) => ({
      signedOut: t.exposeBoolean('signedOut', {
        nullable: false,
        description: 'True when there was a sign-in to end.',
      }),
      session: t.field({ type: SessionRef, resolve: ({ session }) => session }),
    }),
  });
