/** An error as AWS answers it: a name in `__type`, a message, further members beside it, and the HTTP status. */
export class WireError extends Error {
  readonly type: string;
  /** Absent where it is what the protocol has for the error: awsJson 400 for every fault of the client. */
  readonly status: number | undefined;
  /** Members that the service's model gives the error, such as Reason. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    type: string,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
    status?: number,
  ) {
    super(message);
    this.name = 'WireError';
    this.type = type;
    this.status = status;
    this.members = members;
  }
}
