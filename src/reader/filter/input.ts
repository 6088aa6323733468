/** The filters of the schema, as clients send them. Null and absent mean the same: not given. */
type Maybe<T> = T | null | undefined;

export interface StringFilterInput {
  readonly eq?: Maybe<string>;
  readonly in?: Maybe<readonly string[]>;
  readonly contains?: Maybe<string>;
  readonly startsWith?: Maybe<string>;
  readonly endsWith?: Maybe<string>;
  readonly matches?: Maybe<string>;
  readonly ignoreCase?: Maybe<boolean>;
}

export interface PrincipalFilterInput {
  readonly type?: Maybe<'GROUP' | 'USER'>;
  readonly ids?: Maybe<readonly string[]>;
  readonly name?: Maybe<StringFilterInput>;
  readonly anyName?: Maybe<StringFilterInput>;
  readonly deleted?: Maybe<boolean>;
  readonly enabled?: Maybe<boolean>;
  readonly email?: Maybe<StringFilterInput>;
}

export interface TagFilterInput {
  readonly key: string;
  readonly value?: Maybe<string>;
}

export interface PermissionSetFilterInput {
  readonly ids?: Maybe<readonly string[]>;
  readonly name?: Maybe<StringFilterInput>;
  readonly managedPolicies?: Maybe<readonly string[]>;
  readonly tags?: Maybe<readonly TagFilterInput[]>;
}

export interface TargetFilterInput {
  readonly type?: Maybe<'AWS_ACCOUNT' | 'AWS_OU'>;
  readonly ids?: Maybe<readonly string[]>;
  readonly recursive?: Maybe<boolean>;
  readonly name?: Maybe<StringFilterInput>;
  readonly states?: Maybe<readonly string[]>;
}

export interface AssignmentFilterInput {
  readonly principal?: Maybe<PrincipalFilterInput>;
  readonly permissionSet?: Maybe<PermissionSetFilterInput>;
  readonly target?: Maybe<TargetFilterInput>;
  readonly and?: Maybe<readonly AssignmentFilterInput[]>;
  readonly or?: Maybe<readonly AssignmentFilterInput[]>;
  readonly not?: Maybe<AssignmentFilterInput>;
}
