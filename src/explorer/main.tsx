import { render } from 'preact';
import { enter } from './access/token.ts';
import { App } from './app.tsx';
import { followLinks } from './frame/location.ts';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/parts.css';

const root = document.getElementById('root');
if (root) {
  // Without a connection the page says so itself.
  await enter().catch(() => {});
  followLinks();
  render(<App />, root);
}
