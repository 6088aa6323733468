import type { VanityStartUrls } from '../vanity.ts';
import type { Flow } from './attempt.ts';

/** Signs in where the start URL leads; the token is kept under the one that is configured, as the AWS CLI keeps it. */
export function vanityFlow(flow: Flow, vanity: VanityStartUrls): Flow {
  return async (signIn, signal) => {
    const { startUrl: awsStartUrl, region } = await vanity.leadsTo(signIn.place, signal);
    const place = { ...signIn.place, region, awsStartUrl };
    const attempt = await flow({ ...signIn, place }, signal);
    return {
      shown: attempt.shown,
      async finish(finishing) {
        const outcome = await attempt.finish(finishing);
        return 'state' in outcome || region === signIn.place.region ? outcome : { ...outcome, region };
      },
    };
  };
}
