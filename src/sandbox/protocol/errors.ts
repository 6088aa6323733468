/** An error as AWS answers it: a name in `__type`, a message, further members beside it, and the HTTP status. */
export class WireError extends Error {
  readonly type: string;
  /** awsJson answers 400 for every fault of the client and 500 for those of the server. */
  readonly status: number;
  /** Members that the service's model gives the error, such as Reason. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, members: Readonly<Record<string, unknown>> = {}, status = 400) {
    super(message);
    this.name = 'WireError';
    this.type = type;
    this.status = status;
    this.members = members;
  }
}
