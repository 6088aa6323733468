/** What a page may load, run and reach, beside nothing. */
export interface PageNeeds {
  /** Of this answer alone: what carries it may run. */
  readonly nonce: string;
  /** Origins that its scripts may ask, beside the gateway's own. */
  readonly connectTo: readonly string[];
}

/**
 * Only the scripts that the page names run, and nothing inline: a name that came from AWS never becomes code beside the
 * token. The editor makes style elements of its own, and its icons and fonts are data.
 */
export function pagePolicy({ nonce, connectTo }: PageNeeds): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...connectTo].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
