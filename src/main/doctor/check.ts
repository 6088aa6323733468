/** One thing that was looked at. */
export interface Check {
  /** Such as `Region`, or an IAM action such as `sso:ListInstances`. */
  readonly subject: string;
  /** `limited`: the gateway can work, and not with everything. `skipped`: not tried, or not there and not needed. */
  readonly status: 'ok' | 'limited' | 'failed' | 'skipped';
  readonly finding: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** The IAM action to allow, where AWS denies the call. */
  readonly action?: string;
}

/** What a person wants to know about a setup, as far as it could be told. */
export interface Report {
  readonly ok: boolean;
  readonly region?: string;
  /** `aws/eu-west-1`, or the URLs that stand in for AWS. */
  readonly endpoint?: string;
  readonly accountId?: string;
  readonly callerArn?: string;
  readonly standing?: Standing;
  readonly instanceArn?: string;
  readonly identityStoreId?: string;
  readonly isDirectoryListable?: boolean;
  /** Milliseconds that this machine's clock is ahead of AWS's; negative when it is behind. */
  readonly clockAheadMs?: number;
  readonly setup: readonly Check[];
  readonly calls: readonly Check[];
}

/** What the caller's account is to Identity Center. */
export type Standing = 'MANAGEMENT' | 'DELEGATED_ADMINISTRATOR' | 'MEMBER';
