/** What a filter can ask of a permission set beyond its ARN. What was not read is undefined. */
export interface PermissionSetKnowledge {
  /** Null when AWS does not have the permission set any more. */
  readonly name?: string | null | undefined;
  readonly managedPolicies?: readonly ManagedPolicy[] | undefined;
  readonly tags?: readonly Tag[] | undefined;
}

interface ManagedPolicy {
  readonly arn: string;
  readonly name?: string | undefined;
}

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Is one of these policies attached? Each is given by its ARN or by its name. */
export function carriesAny(
  wanted: ReadonlySet<string>,
  attached: readonly ManagedPolicy[] | undefined,
): boolean | undefined {
  if (wanted.size === 0) return false;
  return attached?.some((policy) => namesOf(policy).some((name) => wanted.has(name)));
}

/** What a managed policy answers to; AWS may leave out the name, which its ARN ends with. */
export function namesOf({ arn, name }: ManagedPolicy): readonly string[] {
  const last = arn.split('/').at(-1) ?? arn;
  return name === undefined || name === last ? [arn, last] : [arn, last, name];
}

/** Is each of these tags there? */
export function tagsHold(
  wanted: readonly { readonly key: string; readonly value?: string }[],
  tags: readonly Tag[] | undefined,
): boolean | undefined {
  return (
    tags &&
    wanted.every(({ key, value }) =>
      tags.some((tag) => tag.key === key && (value === undefined || tag.value === value)),
    )
  );
}
