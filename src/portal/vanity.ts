import { badInput, GatewayError } from '../errors.ts';
import type { Address } from './address.ts';
import { isAwsStartUrl, isVanityStartUrl, normalStartUrl, regionInHost } from './start-url.ts';

/** Where AWS has the portal, as against the start URL that somebody has configured. */
export type AwsAddress = Required<Address>;

const timeoutMs = 10_000;
const redirects = new Set([301, 302, 303, 307, 308]);
const headIsRefused = new Set([405, 501]);

/** Start URLs of a company's own lead to one of AWS's, by one redirect, which the AWS CLI follows when somebody signs in. */
export class VanityStartUrls {
  readonly #fetch: typeof fetch;
  readonly #closing: AbortSignal;
  readonly #last = new Map<string, Promise<AwsAddress>>();

  constructor(closing: AbortSignal, fetchUrl: typeof fetch = fetch) {
    this.#closing = closing;
    this.#fetch = fetchUrl;
  }

  /** Follows the start URL anew. AWS's own start URLs lead nowhere else. */
  async leadsTo(place: Address, signal: AbortSignal): Promise<AwsAddress> {
    const { startUrl, region } = place;
    if (region !== undefined && !isVanityStartUrl(startUrl)) return { startUrl, region };
    const address = this.#follow(place, signal);
    this.#last.set(startUrl, address);
    address.catch(() => this.#last.delete(startUrl));
    return address;
  }

  /**
   * The Region of a place. Of a company's own start URL without a configured Region, it is the one found when the URL
   * was last followed.
   */
  async regionOf(place: Address): Promise<string> {
    if (place.region !== undefined) return place.region;
    const { region } = await (this.#last.get(place.startUrl) ?? this.leadsTo(place, this.#closing));
    return region;
  }

  async #follow({ startUrl, region }: Address, signal: AbortSignal): Promise<AwsAddress> {
    const target = await this.#redirect(startUrl, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    if (!isAwsStartUrl(target) || !target.startsWith('https:')) {
      const where = target === startUrl ? 'nowhere else' : `to ${normalStartUrl(target)}`;
      throw badInput('startUrl', `${startUrl} leads ${where}, and not to an access portal of AWS`);
    }
    const found = regionInHost(target) ?? region;
    if (found === undefined)
      throw badInput(
        'region',
        `give the Region of the access portal: ${startUrl} leads to ${normalStartUrl(target)}, which does not tell it`,
      );
    return { startUrl: normalStartUrl(target), region: found };
  }

  /** One hop, as the AWS CLI makes it: HEAD, and GET where that is refused. */
  async #redirect(startUrl: string, signal: AbortSignal): Promise<string> {
    for (const method of ['HEAD', 'GET']) {
      const response = await this.#fetch(startUrl, { method, redirect: 'manual', signal }).catch(
        (cause: unknown) => {
          this.#closing.throwIfAborted();
          throw unreachable(startUrl, cause);
        },
      );
      await response.body?.cancel();
      if (method === 'HEAD' && headIsRefused.has(response.status)) continue;
      const location = response.headers.get('location');
      if (!redirects.has(response.status) || location === null || !URL.canParse(location, startUrl)) break;
      return new URL(location, startUrl).href;
    }
    return startUrl;
  }
}

function unreachable(startUrl: string, cause: unknown): GatewayError {
  const { message } = cause instanceof Error && cause.cause instanceof Error ? cause.cause : Object(cause);
  return new GatewayError(
    'AWS_UNAVAILABLE',
    `The start URL ${startUrl} cannot be reached: ${String(message)}`,
    { cause },
  );
}
