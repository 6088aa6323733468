import { buildExplorer } from './built.ts';

/** `npm run build:explorer`, and what `npm ci` does at its end. */
await buildExplorer('dist/explorer');
