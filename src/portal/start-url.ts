// Start URLs of access portals. A portal has one in several spellings, and AWS's own hosts may tell its Region.

/** The same for all spellings of one portal's start URL: `/start`, `/start/`, `/start#/`, a host in capitals. */
export function normalStartUrl(startUrl: string): string {
  if (!URL.canParse(startUrl)) return startUrl;
  const { origin, pathname } = new URL(startUrl);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}

export function isSamePortal(one: string, other: string): boolean {
  return normalStartUrl(one) === normalStartUrl(other);
}

/** The spellings that people use, to find what was stored under the exact text of a start URL. */
export function spellingsOf(startUrl: string): readonly string[] {
  const normal = normalStartUrl(startUrl);
  return [...new Set([startUrl, ...['', '/', '#', '#/', '/#', '/#/'].map((end) => `${normal}${end}`)])];
}

const awsHosts =
  /(?:^|\.)(?:awsapps\.com|awsapps\.cn|app\.aws|portal\.amazonaws\.(?:com|com\.cn|eu)|app\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu)$/;
const issuerHosts = /^identitycenter\.amazonaws\.(?:com|com\.cn|eu)$/;
const regionalHosts = [
  // With IPv6, too: ssoins-1234567890abcdef.portal.eu-west-1.app.aws
  /^[^.]+\.portal\.([a-z0-9-]+)\.(?:app\.aws|app\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu)$/,
  // ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com
  /^[^.]+\.([a-z0-9-]+)\.portal\.amazonaws\.(?:com|com\.cn|eu)$/,
];

/** Whether the start URL is AWS's own, and not a company's that leads there. */
export function isAwsStartUrl(startUrl: string): boolean {
  const host = hostOf(startUrl);
  return awsHosts.test(host) || issuerHosts.test(host);
}

/** A company's own address, such as https://aws.example.com, that may lead to a start URL of AWS's. */
export function isVanityStartUrl(startUrl: string): boolean {
  const isPublicName = /\.[a-z][a-z0-9-]*$/.test(hostOf(startUrl));
  return startUrl.toLowerCase().startsWith('https:') && isPublicName && !isAwsStartUrl(startUrl);
}

/** The Region that stands in the host of some of AWS's start URLs. */
export function regionInHost(startUrl: string): string | undefined {
  return regionalHosts
    .map((pattern) => pattern.exec(hostOf(startUrl))?.[1])
    .find((region) => region !== undefined);
}

function hostOf(startUrl: string): string {
  return URL.canParse(startUrl) ? new URL(startUrl).hostname.replace(/\.$/, '') : '';
}
