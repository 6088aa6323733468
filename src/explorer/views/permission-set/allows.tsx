import type { ComponentChildren, JSX } from 'preact';
import type { ResultOf } from '../../graphql/document.ts';
import { PolicyText } from '../../parts/policy-text.tsx';
import { date, hours } from '../../parts/words.ts';
import type { setQuery } from './questions.ts';

export type SetNode = NonNullable<ResultOf<typeof setQuery>['permissionSet']>;

/** The policies of a permission set, the most that they can allow, and what else is set. */
export function Allows({ set }: { set: SetNode }): JSX.Element {
  const { managedPolicies, customerManagedPolicies, inlinePolicy, permissionsBoundary, tags } = set;
  return (
    <dl class="details">
      <Detail name="Policies of AWS" isRead={managedPolicies !== null}>
        {managedPolicies?.map(({ arn, name }) => (
          <p key={arn}>
            <b>{name ?? arn}</b> <code class="soft">{arn}</code>
          </p>
        ))}
      </Detail>
      <Detail name="Policies of the accounts' own" isRead={customerManagedPolicies !== null}>
        {customerManagedPolicies?.map(({ name, path }) => (
          <p key={path + name}>
            <b>{name}</b> {path !== '/' && <code class="soft">{path}</code>}
          </p>
        ))}
      </Detail>
      {/* Null says that there is none, or that it could not be read; the other policies tell which. */}
      <Detail name="Inline policy" isRead={inlinePolicy !== null || managedPolicies !== null}>
        {inlinePolicy !== null && [<PolicyText key="inline" json={inlinePolicy} />]}
      </Detail>
      <Detail name="Boundary" isRead={permissionsBoundary !== null || managedPolicies !== null}>
        {permissionsBoundary !== null && [
          <p key="boundary">
            At most what{' '}
            <b>{permissionsBoundary.managedPolicyArn ?? permissionsBoundary.customerManagedPolicy?.name}</b>{' '}
            allows
          </p>,
        ]}
      </Detail>
      <Detail name="Tags" isRead={tags !== null}>
        {tags?.map(({ key, value }) => (
          <span class="tag" key={key}>
            {key}
            {value !== '' && (
              <>
                {' '}
                = <b>{value}</b>
              </>
            )}
          </span>
        ))}
      </Detail>
      <Detail name="Session" isRead>
        {[
          <p key="session">
            {set.sessionDuration === null
              ? 'AWS does not say how long'
              : `At most ${hours(set.sessionDuration)}`}
            {set.relayState !== null && (
              <>
                , beginning at <code>{set.relayState}</code>
              </>
            )}
          </p>,
        ]}
      </Detail>
      <Detail name="Made" isRead>
        {set.createdAt !== null && [<p key="made">{date(set.createdAt)}</p>]}
      </Detail>
    </dl>
  );
}

interface DetailProps {
  readonly name: string;
  /** False: it is not known whether there is anything. */
  readonly isRead: boolean;
  readonly children: readonly ComponentChildren[] | false | undefined;
}

function Detail({ name, isRead, children }: DetailProps): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {children && children.length > 0 ? (
          children
        ) : (
          <span class="soft">{isRead ? 'None' : 'Could not be read'}</span>
        )}
      </dd>
    </>
  );
}
