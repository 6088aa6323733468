import type { Context } from '../../context.ts';
import { badInput } from '../../errors.ts';
import { loginMessage } from '../../portal/login-message.ts';
import type { Login, LoginInput, PortalChoice } from '../../portal/portal.ts';

interface LoginArgs {
  readonly input?:
    | (Omit<LoginInput, 'expiryWindowMs'> & { readonly expiryWindow?: number | null | undefined })
    | null
    | undefined;
}

export function login(_root: unknown, { input }: LoginArgs, { portal, viewer, scope }: Context) {
  const { expiryWindow: expiryWindowMs, ...choices } = input ?? {};
  return portal.login(viewer, { ...choices, expiryWindowMs }, scope);
}

export function cancelLogin(
  _root: unknown,
  { loginId }: { readonly loginId: string },
  { portal, viewer }: Context,
) {
  return portal.cancelLogin(viewer, loginId);
}

export function logout(
  _root: unknown,
  { input }: { readonly input?: PortalChoice | null | undefined },
  { portal, viewer, scope }: Context,
) {
  return portal.logout(viewer, input ?? {}, scope);
}

export function loginStatus(
  _root: unknown,
  { loginId }: { readonly loginId: string },
  { portal, viewer, scope }: Context,
): Promise<AsyncIterable<Login>> {
  return portal.watchLogin(viewer, loginId, scope.signal);
}

/** A text for a person; one that repeats what it stands for thousands of times is for nobody. */
const maxTemplateLength = 1_000;

export function message(login: Login, { template }: { readonly template?: string | null | undefined }) {
  if (template && template.length > maxTemplateLength)
    throw badInput(
      'template',
      `a template may have ${maxTemplateLength} characters, but this one has ${template.length}`,
    );
  return loginMessage(login, template);
}
