import { managedPolicies } from '../../models/managed-policies.generated.ts';
import { WireError } from '../../protocol/errors.ts';

const known: ReadonlySet<string> = new Set(
  Object.entries(managedPolicies).flatMap(([path, names]) =>
    names
      .trim()
      .split('\n')
      .map((name) => path + name),
  ),
);

/** Only a policy that AWS has can be given; which ones it has differs little between partitions. */
export function requireManagedPolicy(arn: string): string {
  if (!known.has(arn.replace(/^.*:policy/, ''))) {
    throw new WireError('ResourceNotFoundException', `Policy does not exist with ARN: ${arn}`);
  }
  return arn;
}
