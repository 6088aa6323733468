// Runs in the browser, after graphiql.js. Finds the bearer token when queries need one, then opens GraphiQL.

const tokenKey = 'identity-center-gateway.token';
const { needsToken, hasLink, signIn, graphiql } = JSON.parse(document.getElementById('settings').textContent);
const root = document.getElementById('root');

globalThis.MonacoEnvironment = {
  getWorkerUrl: (_module, label) => new URL(`${label}.worker.js`, import.meta.url).href,
};

if (needsToken) {
  const token = await findToken();
  if (token) open({ Authorization: `Bearer ${token}` });
  else askForToken();
} else {
  open({});
}

function open(headers) {
  const additionalHeaders = { ...graphiql.additionalHeaders, ...headers };
  globalThis.YogaGraphiQL.renderYogaGraphiQL(root, { ...graphiql, ...beginning(), additionalHeaders });
}

/**
 * What to begin with when this browser has tabs from an earlier visit. GraphiQL looks for the query that it is given
 * among them, and opens a tab for it where it finds none; given nothing, it opens one for nothing.
 */
function beginning() {
  const { tabs, activeTabIndex } = storedTabs();
  // GraphiQL keeps what is typed in the address, too; a link may have another query there, which gets its tab.
  const linked = linkedQuestion();
  const isLinked = (tab) =>
    tab?.query === linked.query && (!linked.variables || tab.variables === linked.variables);
  const active = tabs[activeTabIndex];
  const last = !linked.query || isLinked(active) ? active : tabs.find(isLinked);
  if (last) return { query: last.query ?? '', variables: last.variables ?? '' };
  if (!linked.query) return {};
  // Somebody's first visit begins with the examples, and by a link with what it asks before them.
  return { variables: linked.variables, defaultTabs: [linked, ...graphiql.defaultTabs] };
}

/** What a link asks. GraphiQL does not keep its variables in the address, and so they are taken from there. */
function linkedQuestion() {
  const address = new URL(location.href);
  const query = address.searchParams.get('query') ?? '';
  const variables = address.searchParams.get('variables') ?? '';
  address.searchParams.delete('variables');
  if (variables) history.replaceState(null, '', address);
  return { query, variables };
}

function storedTabs() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
    return { tabs: Array.isArray(tabs) ? tabs : [], activeTabIndex };
  } catch {
    return { tabs: [], activeTabIndex: 0 };
  }
}

/** From the one-time code in the fragment, else as this tab already has it: sessionStorage ends with the tab. */
async function findToken() {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code) {
    history.replaceState(null, '', location.pathname + location.search);
    const token = await redeem(code);
    if (token) sessionStorage.setItem(tokenKey, token);
  }
  const token = sessionStorage.getItem(tokenKey);
  if (token && (await isGood(token))) return token;
  sessionStorage.removeItem(tokenKey);
  return undefined;
}

async function redeem(code) {
  const response = await fetch('/graphiql/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return response.ok ? (await response.json()).token : undefined;
}

async function isGood(token) {
  const response = await fetch(graphiql.endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  return response.status !== 401;
}

function askForToken() {
  const form = document.createElement('form');
  form.className = 'sign-in';
  form.innerHTML = `
    <h1>Identity Center Gateway</h1>
    <p data-for="issuers"></p>
    <p>${hasLink ? 'The link that the gateway printed works once, within a minute. To sign in now, paste the token from its token file.' : 'Or paste a token that this gateway takes.'}</p>
    <input name="token" type="password" autocomplete="off" aria-label="Token" required autofocus />
    <button>Sign in</button>
    <p role="alert"></p>`;
  form.querySelector('[data-for=issuers]').append(...(signIn?.issuers ?? []).map(issuerButton));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const token = form.elements.namedItem('token').value.trim();
    if (await isGood(token)) {
      sessionStorage.setItem(tokenKey, token);
      form.remove();
      open({ Authorization: `Bearer ${token}` });
    } else {
      form.querySelector('[role=alert]').textContent = 'That is not the token.';
    }
  });
  root.append(form);
}

function issuerButton(issuer) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = `Sign in with ${issuer.label}`;
  button.addEventListener('click', async () => {
    const { begin } = await import(signIn.script);
    await begin(issuer);
  });
  return button;
}
