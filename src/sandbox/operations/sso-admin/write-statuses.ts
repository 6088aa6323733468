import type { Operations } from '../../models/sso-admin.generated.ts';
import type { Call } from '../call.ts';
import type { AssignmentWrite, Provisioning } from '../pending-writes.ts';

type Status = NonNullable<
  NonNullable<Operations['ListAccountAssignmentCreationStatus']['input']['Filter']>['Status']
>;

/** A page of the requests of one kind, with what every such list says of them. */
export function writeStatuses(
  kind: (AssignmentWrite | Provisioning)['kind'],
  { Filter: filter }: { readonly Filter?: { readonly Status?: Status } },
  call: Call,
) {
  const statuses = call.pendingWrites
    .list(kind)
    .map(({ requestId, write, isSettled }) => ({
      Status: statusOf(isSettled),
      RequestId: requestId,
      CreatedDate: write.requestedAt,
    }))
    .filter(({ Status: status }) => filter?.Status === undefined || filter.Status === status);
  return call.page(statuses, ({ RequestId: requestId }) => requestId);
}

export function statusOf(isSettled: boolean): Status {
  return isSettled ? 'SUCCEEDED' : 'IN_PROGRESS';
}
