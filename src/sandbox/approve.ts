/** Posts the form of the page at which a person signs in, as a browser does. Throws with what the page says is wrong. */
export async function postDecision(
  url: string,
  form: { readonly user_code: string; readonly user?: string; readonly decision: 'approve' | 'deny' },
): Promise<void> {
  const response = await fetch(`${url}/device`, { method: 'POST', body: new URLSearchParams(form) });
  const page = await response.text();
  if (response.ok) return;
  const [, problem = `The page answered with HTTP ${response.status}.`] =
    /<p role="alert"[^>]*>([^<]*)</.exec(page) ?? [];
  throw new Error(problem.replace(/&#(\d+);/g, (_match, code) => String.fromCharCode(Number(code))));
}
