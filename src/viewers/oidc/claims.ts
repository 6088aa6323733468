import type { JWTPayload } from 'jose';
import type { Permission } from '../../viewer.ts';
import type { Claim, IssuerSettings } from './settings.ts';

const longestName = 128;

/** Whom the issuer means; undefined when the claim is missing. */
export function subjectIn(payload: JWTPayload, { subjectClaim }: IssuerSettings): string | undefined {
  const subject = valueAt(payload, subjectClaim);
  return typeof subject === 'string' && subject !== '' ? subject : undefined;
}

export function nameIn(payload: JWTPayload, { nameClaims }: IssuerSettings): string | undefined {
  const names = nameClaims.map((claim) => valueAt(payload, claim));
  const name = names.find((value): value is string => typeof value === 'string' && value.trim() !== '');
  return name?.trim().slice(0, longestName);
}

/** What all rules together give; nothing when none is met. */
export function permissionsIn(payload: JWTPayload, { permissions: rules }: IssuerSettings): Set<Permission> {
  const met = rules.filter(({ claim, has }) => {
    const values = claim && textsAt(payload, claim);
    return !values || has?.some((value) => values.includes(value));
  });
  return new Set(met.flatMap(({ permissions }) => permissions));
}

function textsAt(payload: JWTPayload, claim: Claim): readonly string[] {
  const value = valueAt(payload, claim);
  // The scopes of OAuth are words; in any other claim, a text with spaces is one value.
  const isScope = ['scope', 'scp'].includes(claim.join('.'));
  if (typeof value === 'string' && isScope) return value.split(' ');
  return [value]
    .flat()
    .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
    .map(String);
}

function valueAt(payload: JWTPayload, claim: Claim): unknown {
  return claim.reduce<unknown>(
    (within, name) =>
      typeof within === 'object' && within !== null && Object.hasOwn(within, name)
        ? (within as Record<string, unknown>)[name]
        : undefined,
    payload,
  );
}
