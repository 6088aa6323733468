// Runs in the browser, on /sign-in.

import { finish } from './sign-in.js';

const { issuers } = JSON.parse(document.getElementById('settings').textContent);

try {
  await finish(issuers);
} catch (error) {
  const status = document.getElementById('status');
  // An issuer says in its own words why it refuses; as text, they do nothing but stand there.
  const reason = error.error_description ?? error.cause?.error_description ?? error.message;
  status.textContent = `You are not signed in: ${reason} `;
  const again = document.createElement('a');
  again.href = '/';
  again.textContent = 'Try again';
  status.append(again);
  status.setAttribute('role', 'alert');
}
