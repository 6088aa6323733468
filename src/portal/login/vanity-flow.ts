import type { VanityStartUrls } from '../vanity.ts';
import type { SignIn } from '../sign-in.ts';
import type { Attempt, Flow, Resume } from './attempt.ts';

/** Signs in where the start URL leads; the token is kept under the one that is configured, as the AWS CLI keeps it. */
export function vanityFlow(flow: Flow, vanity: VanityStartUrls): Flow {
  return async (signIn, signal) => {
    const { startUrl, region } = await vanity.leadsTo(signIn.place, signal);
    const attempt = await flow(ledTo(signIn, region, startUrl), signal);
    return { ...attempt, finish: inRegion(attempt.finish, signIn, region) };
  };
}

/** Where it led when it began is where it goes on. */
export function vanityResume(resume: Resume): Resume {
  return async (signIn, carried, leftMs) => {
    const { region, awsStartUrl } = carried;
    return inRegion(await resume(ledTo(signIn, region, awsStartUrl), carried, leftMs), signIn, region);
  };
}

function ledTo(signIn: SignIn, region: string, awsStartUrl: string | undefined): SignIn {
  const place = { ...signIn.place, region, ...(awsStartUrl !== undefined && { awsStartUrl }) };
  return { ...signIn, place };
}

function inRegion(finish: Attempt['finish'], { place }: SignIn, region: string): Attempt['finish'] {
  return async (finishing, isHeld) => {
    const outcome = await finish(finishing, isHeld);
    return 'state' in outcome || region === place.region ? outcome : { ...outcome, region };
  };
}
