import { stat } from 'node:fs/promises';
import { launchChromium } from '../test/browser/chromium.ts';
import { program } from '../test/cli/program.ts';

/** The README's picture of the page: a person of the demo's organization, with everything that was read for them. */
const file = 'docs/page.png';
const mostBytes = 150_000;

await using demo = program(['demo', '--port', '0']);
const graphql = (await demo.firstLine).replace('Gateway ready at ', '');

const question =
  '{ principals(filter: { type: USER, name: { eq: "petra.saito" } }, first: 1) { nodes { principalId } } }';
const response = await fetch(graphql, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ query: question }),
});
const { data } = await response.json();

const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1120, height: 640 }, colorScheme: 'light' });
await page.goto(String(new URL(`/people/${data.principals.nodes[0].principalId}`, graphql)));
await page
  .getByRole('row', { name: /through/ })
  .first()
  .waitFor();
await page.getByText('Complete').waitFor();
// Once more from memory: the bar tells what a view costs that was read before.
await page.reload();
await page.getByText('0 calls to AWS').waitFor();
await page
  .getByRole('row', { name: /through/ })
  .getByRole('button', { name: /^Why/ })
  .first()
  .click();
await page.getByRole('dialog').waitFor();
await page.screenshot({ path: file });
await browser.close();

const { size } = await stat(file);
if (size > mostBytes) throw new Error(`${file} has ${size} bytes, and may have ${mostBytes}`);
console.log(`${file}: ${size} bytes`);
