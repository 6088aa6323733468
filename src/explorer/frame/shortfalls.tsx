import type { JSX } from 'preact';
import type { Failure, Trust } from '../graphql/trust.ts';
import { ago, digits } from '../parts/words.ts';

/** What is missing from a view, why, and what to do about it: one line for each. */
export function Shortfalls({ trust }: { trust: Trust }): JSX.Element {
  const { failures, failuresOmitted, errors, unmatched } = trust;
  return (
    <ul class="shortfalls" aria-label="What is missing">
      {alike(failures).map(([failure, ...others]) => (
        <li key={JSON.stringify(failure)}>
          <b>{failure.operation}</b> {aboutWhat(failure)} <code>{failure.code}</code>
          <br />
          {failure.message}
          {failure.asOf !== null && ` What is shown of it is older: ${ago(failure.asOf, Date.now())}.`}
          {others.length > 0 && (
            <details>
              <summary>The same of {digits(others.length)} more</summary>
              {others.map((other) => (
                <p key={JSON.stringify(other)}>{aboutWhat(other)}</p>
              ))}
            </details>
          )}
        </li>
      ))}
      {failuresOmitted > 0 && <li>And {failuresOmitted} more reads failed.</li>}
      {errors.map((error) => (
        <li key={JSON.stringify(error)}>
          <b>{error.path?.join('.') ?? 'The question'}</b>{' '}
          {error.extensions?.code !== undefined && <code>{error.extensions.code}</code>}
          <br />
          {error.message}
        </li>
      ))}
      {unmatched.map(({ path, value, suggestions }) => (
        <li key={path + value}>
          Nothing is called <b>{value}</b>
          {suggestions.length > 0 && `; there is ${suggestions.join(', ')}`}.
        </li>
      ))}
    </ul>
  );
}

/** Those that say the same of different things, each kind once. */
function alike(failures: readonly Failure[]): readonly (readonly [Failure, ...Failure[]])[] {
  const kinds = new Map<string, [Failure, ...Failure[]]>();
  for (const failure of failures) {
    const kind = JSON.stringify([failure.operation, failure.code, failure.message, failure.asOf]);
    const known = kinds.get(kind);
    if (known) known.push(failure);
    else kinds.set(kind, [failure]);
  }
  return [...kinds.values()];
}

function aboutWhat({ accountId, permissionSetArn, principalId }: Failure): string {
  return [
    accountId !== null && `account ${accountId}`,
    permissionSetArn !== null &&
      `permission set ${permissionSetArn.slice(permissionSetArn.lastIndexOf('/') + 1)}`,
    principalId !== null && `principal ${principalId}`,
  ]
    .filter(Boolean)
    .join(', ');
}
