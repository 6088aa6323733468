import { expect, test } from 'vitest';
import { showLogin } from '../../src/main/gateway/show-login.ts';
import type { Login } from '../../src/portal/portal.ts';

const login: Login = {
  id: 'x',
  state: 'PENDING',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'eu-west-1',
  userCode: 'ABCD-EFGH',
  verificationUri: 'https://device.example',
  verificationUriComplete: 'https://device.example?user_code=ABCD-EFGH',
};

function shown(template?: string, of: Login = login): string {
  let text = '';
  showLogin(of, template, (part) => (text += part));
  return text;
}

test('the person at the terminal sees the address, the code, and a QR code', () => {
  expect(shown()).toContain('https://device.example');
  expect(shown()).toContain('ABCD-EFGH');
  expect(shown()).toMatch(/^█▀▀▀▀▀▀▀█/m);
});

test('a template of their own is all that they see', () => {
  expect(shown('{code} at {url}')).toBe('\nABCD-EFGH at https://device.example\n\n');
});

test('nothing is shown when it is turned off, or when nothing is left to do', () => {
  expect(shown('off')).toBe('');
  const { startUrl, region } = login;
  expect(shown(undefined, { id: 'x', state: 'SUCCEEDED', startUrl, region })).toBe('');
});
