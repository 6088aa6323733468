/** The view of what an id or an ARN names; undefined when the text is neither. */
export function placeOf(text: string): readonly string[] | undefined {
  const id = text.trim();
  const [set] = /\bps-[0-9a-z]{16}\b/i.exec(id) ?? [];
  if (set !== undefined && /^(?:arn:|ssoins-|ps-)/i.test(id)) return ['permission-sets', set.toLowerCase()];
  const [ou] = /\b(?:ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$/i.exec(id) ?? [];
  if (ou !== undefined && (ou === id || id.startsWith('arn:'))) return ['ous', ou.toLowerCase()];
  const account = accountIn(id);
  if (account !== undefined) return ['accounts', account];
  // Of a user or of a group: the view of people knows where groups are.
  const isPrincipal = /^(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return isPrincipal ? ['people', id] : undefined;
}

function accountIn(id: string): string | undefined {
  const digits = id.replaceAll(/[\s-]/g, '');
  if (/^\d{12}$/.test(digits)) return digits;
  return /^arn:aws[\w-]*:organizations::\d{12}:account\/o-\w+\/(\d{12})$/.exec(id)?.[1];
}
