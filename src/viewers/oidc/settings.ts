import { z } from 'zod';
import { parseDurationMs } from '../../duration.ts';
import { permissions } from '../../viewer.ts';
import { readTrustedFile } from '../secret-file.ts';

/** Those whose keys are public: with a shared secret, whoever checks a token could make one. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const text = z.string().min(1);
const texts = z.union([text, z.array(text).min(1)]).transform((value) => [value].flat());

const url = text.refine(isSafe, { error: 'expected an https: URL; http: only on this machine' });

/** The name of a claim, or the way to one within others: `["realm_access", "roles"]`. */
const claim = z.union([text, z.array(text).min(1)]).transform((value) => [value].flat());

/** Whoever has one of some values in a claim gets permissions; without a claim, everybody of the issuer. */
const rule = z
  .strictObject({
    claim: claim.optional(),
    has: texts.optional(),
    permissions: z.array(z.enum(permissions)).min(1),
  })
  .refine((given) => (given.claim === undefined) === (given.has === undefined), {
    error: 'expected claim and has together, or neither for everybody of the issuer',
  });

const skew = text
  .refine((value) => (parseDurationMs(value) ?? Number.POSITIVE_INFINITY) <= 300_000, {
    error: 'expected a duration up to PT5M, such as PT30S',
  })
  .transform((value) => parseDurationMs(value) ?? 0);

const signIn = z.strictObject({
  clientId: text,
  /** What the button says. @default the issuer's host */
  label: text.optional(),
  scope: text.default('openid profile'),
  /** Which of the tokens that the issuer gives is sent to the gateway. */
  token: z.enum(['access_token', 'id_token']).default('access_token'),
  /** Further parameters of the authorization request. */
  parameters: z.record(text, z.string()).default({}),
});

const issuer = z.strictObject({
  /** As it stands in the claim `iss`, to the letter. */
  issuer: url,
  audience: texts,
  algorithms: z.array(z.enum(algorithms)).min(1).default(['RS256']),
  /** @default as the issuer's metadata says */
  jwksUri: url.optional(),
  /** By how much its clock may differ from ours. */
  clockSkew: skew.prefault('PT30S'),
  subjectClaim: claim.prefault('sub'),
  /** The first that is there is the viewer's name. */
  nameClaims: z.array(claim).min(1).prefault(['name', 'preferred_username', 'email']),
  permissions: z.array(rule).min(1),
  signIn: signIn.optional(),
});

const oidcFile = z.strictObject({
  issuers: z
    .array(issuer)
    .min(1)
    .refine((issuers) => new Set(issuers.map((one) => one.issuer)).size === issuers.length, {
      error: 'expected each issuer once',
    }),
});

export type IssuerSettings = Readonly<z.output<typeof issuer>>;
export type Claim = IssuerSettings['subjectClaim'];

/** Throws with every problem there is, each with its place, when the file is not as it should be. */
export async function readOidcFile(file: string): Promise<readonly IssuerSettings[]> {
  const { data, error } = oidcFile.safeParse(parsed(await readTrustedFile(file), file));
  if (data) return data.issuers;
  const problems = error.issues.map(
    ({ path, message }) => `${z.core.toDotPath(path) || 'the whole'}: ${message}`,
  );
  throw new Error(`${file}: ${problems.join('; ')}`);
}

function parsed(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`${file} is no JSON`, { cause });
  }
}

/** Whoever could change what an issuer says on its way could let in whom they like. */
export function isSafe(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
}
