import type { Context } from '../../context.ts';
import { badInput, GatewayError } from '../../errors.ts';
import type { Access } from '../../reader/query/access.ts';
import type { AssignmentNode, PrincipalNode } from '../../reader/nodes.ts';
import type { InstanceReader } from '../../reader/instance-reader.ts';
import type { TargetBy } from '../nodes/find.ts';
import { decodeNodeId } from '../nodes/node-id.ts';
import { isAccountId } from '../nodes/target.ts';

export interface AccessNode extends Pick<Access, 'allowed' | 'completeness'> {
  readonly paths: AssignmentNode[];
}

interface AccessArgs {
  readonly target: TargetBy;
  readonly maxAge?: number | null | undefined;
}

export async function access(
  { reader, principalId: userId }: PrincipalNode,
  { target, maxAge: maxAgeMs }: AccessArgs,
  { scope }: Context,
): Promise<AccessNode> {
  const accountId = await accountOf(reader, target, maxAgeMs, scope);
  const { paths, freshness, ...told } = await reader.access({ userId, accountId, maxAgeMs }, scope);
  return { ...told, paths: paths.map((row) => ({ ...row, reader, freshness })) };
}

/** An id is taken as it is: whether the organization has the account is not asked for. */
async function accountOf(
  reader: InstanceReader,
  { id, accountId, accountName, ouId }: TargetBy,
  maxAgeMs: number | null | undefined,
  scope: Context['scope'],
): Promise<string> {
  if (id !== undefined) return onlyAccount(targetOf(reader, id), 'target.id');
  if (accountId !== undefined)
    return onlyAccount(reader.idOf.target(accountId, 'target.accountId'), 'target.accountId');
  if (ouId !== undefined) return onlyAccount(reader.idOf.target(ouId, 'target.ouId'), 'target.ouId');
  const name = accountName ?? '';
  const found = await reader.accountNamed(
    name,
    'target.accountName',
    reader.freshness(scope, maxAgeMs),
    scope,
  );
  if (found !== undefined) return found;
  throw new GatewayError('NOT_FOUND', `target.accountName: no account is called ${JSON.stringify(name)}`, {
    argument: 'target.accountName',
  });
}

function targetOf(reader: InstanceReader, id: string): string {
  const argument = 'target.id';
  const { instanceArn, key } = decodeNodeId(id, argument, ['Target']);
  if (instanceArn !== reader.instance.instanceArn)
    throw badInput(
      argument,
      `this belongs to ${instanceArn}, but the user to ${reader.instance.instanceArn}`,
    );
  return reader.idOf.target(key[0] ?? '', argument);
}

function onlyAccount(targetId: string, argument: string): string {
  if (isAccountId(targetId)) return targetId;
  throw badInput(
    argument,
    `${targetId} is an OU or a root, and access is told of one account: give target.accountId, or ask for the user's assignments(includeInherited: true)`,
  );
}
