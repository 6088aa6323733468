import type { Organization, User } from '../organization/types.ts';
import { accessOf } from '../sign-in/access.ts';
import { escape, pageFrame } from './page-frame.ts';

export interface SignInForm {
  readonly organization: Organization;
  /** Where it is posted to: a path and perhaps a query. */
  readonly action: string;
  /** Who asks for the sign-in; undefined until there is a code that says so. */
  readonly clientName: string | undefined;
  /** The code in its field; undefined for a sign-in that goes without one. */
  readonly userCode: string | undefined;
  /** Who was chosen before. */
  readonly userName: string;
  /** What was wrong with what was posted before. */
  readonly problem: string | undefined;
}

/** Beyond so many people, a text field that knows some of them is handier than a list of all. */
const longestSelect = 250;
const longestDatalist = 500;

/** What a person sees who signs in: as whom, and whether to allow it. */
export function signInForm(form: SignInForm): string {
  const { clientName, problem, action, userCode } = form;
  return pageFrame(
    'Sign in to the Identity Center sandbox',
    `<h1>Sign in to the sandbox</h1>
<p class="note">This is a sandbox, not AWS. Nobody here is real, and no password is asked for: choose who you want to be.</p>
${problem === undefined ? '' : `<p role="alert" id="problem">${escape(problem)}</p>`}
<form method="post" action="${escape(action)}">
${userCode === undefined ? '' : codeField(userCode)}
${userField(form)}
<p>${clientName === undefined ? 'The program that showed you the code' : `<strong>${escape(clientName)}</strong>`}
will be able to see the accounts and roles of this person, and to take credentials for them.</p>
<div class="choices">
<button class="main" name="decision" value="approve">Approve</button>
<button name="decision" value="deny" formnovalidate>Deny</button>
</div>
</form>`,
  );
}

/** What became of it. */
export function signInResult(title: string, text: string, isProblem = false): string {
  return pageFrame(
    `${title} – Identity Center sandbox`,
    `<h1>${escape(title)}</h1>
<p role="${isProblem ? 'alert' : 'status'}">${escape(text)}</p>
<p>This is a sandbox, not AWS. <a href="/">About it</a></p>`,
  );
}

function codeField(userCode: string): string {
  return `<label for="user_code">Code</label>
<input id="user_code" name="user_code" value="${escape(userCode)}" required autocomplete="off" spellcheck="false"
 aria-describedby="code-hint">
<p class="hint" id="code-hint">Eight letters, as the program shows them. Approve only a code that you asked for yourself.</p>`;
}

function userField({ organization, userName }: SignInForm): string {
  const users = organization.users().filter(({ status }) => status === 'ENABLED');
  const label = '<label for="user">Sign in as</label>';
  if (users.length <= longestSelect) {
    const options = inOrder(users).map((user) =>
      option(user, reach(user, organization), user.userName === userName),
    );
    return `${label}
<select id="user" name="user" required>
<option value="">Choose a person</option>
${options.join('\n')}
</select>`;
  }
  const suggested = inOrder(users.slice(0, longestDatalist));
  return `${label}
<input id="user" name="user" list="users" value="${escape(userName)}" required autocomplete="off" spellcheck="false"
 aria-describedby="user-hint">
<datalist id="users">
${suggested.map((user) => option(user)).join('\n')}
</datalist>
<p class="hint" id="user-hint">A user name: any of ${users.length.toLocaleString('en')}, of which
${suggested.length < users.length ? suggested.length : 'all'} are suggested.</p>`;
}

function inOrder(users: readonly User[]): readonly User[] {
  return users.toSorted((one, other) => one.displayName.localeCompare(other.displayName, 'en'));
}

function option({ userName, displayName }: User, more = '', isSelected = false): string {
  const selected = isSelected ? ' selected' : '';
  return `<option value="${escape(userName)}"${selected}>${escape(`${displayName} (${userName})${more}`)}</option>`;
}

/** What tells people apart who are looked for to try something out. */
function reach({ userId }: User, organization: Organization): string {
  const accounts = new Set(accessOf(organization, userId).map(({ account }) => account.id));
  return accounts.size === 1 ? ' – 1 account' : ` – ${accounts.size} accounts`;
}
