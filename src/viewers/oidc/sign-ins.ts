import type { SignIn } from '../sign-in.ts';
import type { Issuer } from './issuer.ts';
import type { IssuerSettings } from './settings.ts';

export async function signInsOf(issuers: readonly Issuer[]): Promise<SignIn[]> {
  const found = await Promise.all(
    issuers.map(async (issuer) => {
      const { settings } = issuer;
      if (!settings.signIn) return [];
      // That it cannot be reached was told; the others do not wait for it.
      const metadata = await issuer.metadata().catch(() => undefined);
      const { authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint } = metadata ?? {};
      if (authorizationEndpoint === undefined || tokenEndpoint === undefined) return [];
      return [{ ...shown(settings, settings.signIn), authorizationEndpoint, tokenEndpoint }];
    }),
  );
  return found.flat();
}

function shown({ issuer }: IssuerSettings, signIn: NonNullable<IssuerSettings['signIn']>) {
  return { issuer, ...signIn, label: signIn.label ?? new URL(issuer).host };
}
