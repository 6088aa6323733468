import { readConfigFiles } from '../aws/connection/config-files.ts';
import type { PortalOptions } from './portal-options.ts';
import { placeOf, sharedPlaceOf } from './place.ts';
import type { Person, PortalChoice } from './portal.ts';
import { signInKey, type SignIn } from './sign-in.ts';
import { createMemoryCache, type TokenCache } from './tokens/token-cache.ts';
import { createFolderCache } from './tokens/token-folder.ts';
import type { VanityStartUrls } from './vanity.ts';

interface SignInFinder {
  readonly signInOf: (person: Person, choice: PortalChoice) => Promise<SignIn>;
  readonly cacheOf: (person: Person) => TokenCache;
}

/** Finds a person's place and cache: the local person's tokens are in the folder. */
export function signInFinder(options: PortalOptions, vanity: VanityStartUrls): SignInFinder {
  const { environment = process.env, allowed = [] } = options;
  const folder =
    options.tokenCache === 'memory'
      ? undefined
      : createFolderCache(options.tokenCache.folder, options.tokenCache);
  const memories = new Map<string, TokenCache>();
  const defaults = {
    startUrl: options.startUrl ?? environment['AWS_DEFAULT_SSO_START_URL'],
    region: options.region ?? environment['AWS_DEFAULT_SSO_REGION'],
    ssoSession: options.ssoSession,
    profile: options.profile ?? environment['AWS_PROFILE'],
  };

  function cacheOf({ viewerId, isLocal }: Person): TokenCache {
    if (isLocal && folder) return folder;
    if (!isLocal && options.tokensOf) return options.tokensOf(viewerId);
    const known = memories.get(viewerId);
    if (known) return known;
    const memory = createMemoryCache();
    memories.set(viewerId, memory);
    return memory;
  }

  async function signInOf(person: Person, choice: PortalChoice): Promise<SignIn> {
    const found = person.isLocal
      ? placeOf(choice, defaults, await readConfigFiles(environment), options.words)
      : sharedPlaceOf(choice, defaults, allowed);
    const place = { ...found, region: await vanity.regionOf(found) };
    return { key: signInKey(person, place), person, place, cache: cacheOf(person) };
  }

  return { signInOf, cacheOf };
}
