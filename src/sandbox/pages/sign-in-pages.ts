import type { Organization, User } from '../organization/types.ts';
import { mayRedirectTo } from '../sign-in/clients.ts';
import type { Client } from '../sign-in/clients.ts';
import type { CodeState } from '../sign-in/device-authorizations.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';
import { signInForm, signInResult } from './sign-in-form.ts';

export interface PageAnswer {
  readonly status: number;
  readonly html: string;
  /** Where the browser goes on. */
  readonly location?: string;
}

export interface SignInPages {
  /** The page at which a person enters a code. */
  showDevice(query: URLSearchParams): PageAnswer;
  decideDevice(form: URLSearchParams): PageAnswer;
  /** The page of a sign-in by PKCE; `query` is the client's. */
  showAuthorize(query: URLSearchParams): PageAnswer;
  decideAuthorize(query: URLSearchParams, form: URLSearchParams): PageAnswer;
}

/** How a decision was posted: by whom, or that nobody wants it. */
type Choice = { readonly user: User } | 'deny' | { readonly problem: string };

export function createSignInPages(organization: Organization, signIns: SignIns): SignInPages {
  const { deviceAuthorizations } = signIns;

  function deviceForm(userCode: string, userName: string, problem?: string): string {
    const clientName = deviceAuthorizations.clientOf(userCode)?.name;
    return signInForm({ organization, action: '/device', clientName, userCode, userName, problem });
  }

  function choiceOf(form: URLSearchParams): Choice {
    const decision = form.get('decision');
    if (decision === 'deny') return 'deny';
    if (decision !== 'approve') return { problem: 'Choose to approve or to deny.' };
    const userName = form.get('user')?.trim() ?? '';
    if (userName === '') return { problem: 'Choose who you want to sign in as.' };
    const user = organization.userByName(userName);
    if (user === undefined) return { problem: `There is no user ${userName} in the organization.` };
    if (user.status !== 'ENABLED') return { problem: `The user ${userName} is disabled.` };
    return { user };
  }

  return {
    showDevice(query) {
      const userCode = query.get('user_code') ?? '';
      const refusal = userCode === '' ? undefined : codeProblems[deviceAuthorizations.state(userCode)];
      return {
        status: refusal?.status ?? 200,
        html: deviceForm(userCode, '', refusal?.problem),
      };
    },

    decideDevice(form) {
      const userCode = form.get('user_code') ?? '';
      const userName = form.get('user') ?? '';
      const refusal = codeProblems[deviceAuthorizations.state(userCode)];
      if (refusal) return { status: refusal.status, html: deviceForm(userCode, userName, refusal.problem) };
      const choice = choiceOf(form);
      if (choice === 'deny') {
        deviceAuthorizations.decide(userCode, 'denied');
        return {
          status: 200,
          html: signInResult('Denied', 'The program was told no. You can close this page.'),
        };
      }
      if ('problem' in choice) return { status: 400, html: deviceForm(userCode, userName, choice.problem) };
      deviceAuthorizations.decide(userCode, { userId: choice.user.userId });
      return { status: 200, html: signInResult('Approved', approvalText(choice.user)) };
    },

    showAuthorize(query) {
      const request = authorizationRequest(query, signIns);
      if (!('client' in request)) return request;
      return { status: 200, html: authorizeForm(organization, query, request.client, '') };
    },

    decideAuthorize(query, form) {
      const request = authorizationRequest(query, signIns);
      if (!('client' in request)) return request;
      const { client, redirectUri, scopes, codeChallenge } = request;
      const choice = choiceOf(form);
      if (choice === 'deny') return redirect(redirectUri, query, { error: 'access_denied' });
      if ('problem' in choice) {
        const html = authorizeForm(organization, query, client, form.get('user') ?? '', choice.problem);
        return { status: 400, html };
      }
      const { userId } = choice.user;
      const code = signIns.authorizationCodes.issue({ client, userId, redirectUri, scopes, codeChallenge });
      return redirect(redirectUri, query, { code });
    },
  };
}

const codeProblems: Record<CodeState, { readonly status: number; readonly problem: string } | undefined> = {
  open: undefined,
  decided: {
    status: 409,
    problem: 'This code was approved or denied already. Ask the program for a new one.',
  },
  expired: { status: 410, problem: 'This code has expired. Ask the program for a new one.' },
  unknown: {
    status: 404,
    problem: 'There is no such code. Check the letters, or ask the program for a new one.',
  },
};

function approvalText({ displayName }: User): string {
  return `You are signed in as ${displayName}. Go back to the program; you can close this page.`;
}

function authorizeForm(
  organization: Organization,
  query: URLSearchParams,
  client: Client,
  userName: string,
  problem?: string,
): string {
  const action = `/authorize?${query}`;
  const clientName = client.name;
  return signInForm({ organization, action, clientName, userCode: undefined, userName, problem });
}

interface AuthorizationRequest {
  readonly client: Client;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly codeChallenge: string;
}

/**
 * Checked anew when the form is posted, so that nothing is kept in between. Only a client and an address that are known
 * are sent a refusal (RFC 6749, section 4.1.2.1); of others the person is told.
 */
function authorizationRequest(
  query: URLSearchParams,
  { clients }: SignIns,
): AuthorizationRequest | PageAnswer {
  const client = clients.get(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (client === undefined) return refused('There is no such client, or its registration is over.');
  if (!client.grantTypes.includes('authorization_code')) {
    return refused('The client did not register for authorization_code.');
  }
  if (!mayRedirectTo(client, redirectUri)) {
    return refused('The client did not register this redirect URI.');
  }
  // Not `scope`, as OAuth has it.
  const scopes = query.get('scopes')?.split(' ').filter(Boolean) ?? client.scopes;
  const codeChallenge = query.get('code_challenge') ?? '';
  if (query.get('response_type') !== 'code') {
    return redirect(redirectUri, query, { error: 'unsupported_response_type' });
  }
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) {
    return redirect(redirectUri, query, {
      error: 'invalid_request',
      error_description: 'A code_challenge by S256 is needed.',
    });
  }
  if (scopes.some((scope) => !client.scopes.includes(scope))) {
    return redirect(redirectUri, query, { error: 'invalid_scope' });
  }
  return { client, redirectUri, scopes, codeChallenge };
}

function refused(problem: string): PageAnswer {
  return { status: 400, html: signInResult('This sign-in cannot go on', problem, true) };
}

function redirect(
  redirectUri: string,
  query: URLSearchParams,
  answer: Readonly<Record<string, string>>,
): PageAnswer {
  const url = new URL(redirectUri);
  const state = query.get('state');
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== null) url.searchParams.set('state', state);
  return {
    // The browser comes by POST and goes on by GET.
    status: 303,
    html: signInResult('Going back', 'The browser goes back to the program that asked.'),
    location: url.href,
  };
}
