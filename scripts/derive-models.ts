/**
 * Writes src/sandbox/models/*.generated.ts from a folder of botocore service models:
 *
 *   node scripts/derive-models.ts FOLDER
 *
 * FOLDER holds sso-admin.json, identitystore.json and organizations.json. Only facts are taken (operations, members,
 * ranges, patterns, enums, errors), no documentation text, and only what the operations below reach.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperationModel, ServiceModel, Shape } from '../src/sandbox/models/model.ts';

/** Every operation the sandbox serves. A name added here fails to compile until it has its handler. */
const servedOperations = {
  'sso-admin': [
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    'AttachManagedPolicyToPermissionSet',
    'CreateAccountAssignment',
    'CreatePermissionSet',
    'DeleteAccountAssignment',
    'DeleteInlinePolicyFromPermissionSet',
    'DeletePermissionSet',
    'DeletePermissionsBoundaryFromPermissionSet',
    'DescribeAccountAssignmentCreationStatus',
    'DescribeAccountAssignmentDeletionStatus',
    'DescribeInstance',
    'DescribePermissionSet',
    'DescribePermissionSetProvisioningStatus',
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'DetachManagedPolicyFromPermissionSet',
    'GetInlinePolicyForPermissionSet',
    'GetPermissionsBoundaryForPermissionSet',
    'ListAccountAssignments',
    'ListAccountAssignmentsForPrincipal',
    'ListAccountsForProvisionedPermissionSet',
    'ListCustomerManagedPolicyReferencesInPermissionSet',
    'ListInstances',
    'ListManagedPoliciesInPermissionSet',
    'ListPermissionSetProvisioningStatus',
    'ListPermissionSets',
    'ListPermissionSetsProvisionedToAccount',
    'ListTagsForResource',
    'ProvisionPermissionSet',
    'PutInlinePolicyToPermissionSet',
    'PutPermissionsBoundaryToPermissionSet',
    'TagResource',
    'UntagResource',
    'UpdatePermissionSet',
  ],
  identitystore: [
    'CreateGroup',
    'CreateGroupMembership',
    'CreateUser',
    'DeleteGroup',
    'DeleteGroupMembership',
    'DeleteUser',
    'DescribeGroup',
    'DescribeGroupMembership',
    'DescribeUser',
    'GetGroupId',
    'GetGroupMembershipId',
    'GetUserId',
    'IsMemberInGroups',
    'ListGroupMemberships',
    'ListGroupMembershipsForMember',
    'ListGroups',
    'ListUsers',
  ],
  organizations: [
    'CloseAccount',
    'CreateAccount',
    'CreateOrganizationalUnit',
    'DescribeAccount',
    'DescribeCreateAccountStatus',
    'DescribeOrganization',
    'DescribeOrganizationalUnit',
    'ListAccounts',
    'ListAccountsForParent',
    'ListChildren',
    'ListDelegatedAdministrators',
    'ListOrganizationalUnitsForParent',
    'ListParents',
    'ListRoots',
    'MoveAccount',
  ],
} satisfies Record<string, readonly string[]>;

interface BotocoreShape {
  readonly type: string;
  readonly members?: Record<string, { readonly shape: string }>;
  readonly required?: string[];
  readonly union?: boolean;
  readonly document?: boolean;
  readonly exception?: boolean;
  readonly fault?: boolean;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: string[];
  readonly sensitive?: boolean;
}

interface BotocoreModel {
  readonly metadata: {
    readonly targetPrefix: string;
    readonly endpointPrefix: string;
    /** Absent where it is the endpoint's prefix. */
    readonly signingName?: string;
  };
  readonly operations: Record<
    string,
    {
      readonly input?: { readonly shape: string };
      readonly output?: { readonly shape: string };
      readonly errors?: { readonly shape: string }[];
    }
  >;
  readonly shapes: Record<string, BotocoreShape>;
}

function operationFacts(model: BotocoreModel, name: string): OperationModel {
  const operation = model.operations[name];
  if (operation === undefined) throw new Error(`The model has no operation ${name}`);
  return {
    ...(operation.input && { input: operation.input.shape }),
    ...(operation.output && { output: operation.output.shape }),
    errors: (operation.errors ?? []).map((error) => error.shape),
  };
}

function shapeFacts(shape: BotocoreShape): Shape {
  const range = {
    ...(shape.min !== undefined && { min: shape.min }),
    ...(shape.max !== undefined && { max: shape.max }),
  };
  switch (shape.type) {
    case 'structure':
      if (shape.document) return { type: 'document' };
      return {
        type: 'structure',
        members: Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([name, member]) => [name, member.shape]),
        ),
        ...(shape.required?.length && { required: shape.required }),
        ...(shape.union && { union: true }),
        ...(shape.exception && { exception: true }),
        ...(shape.fault && { fault: true }),
      };
    case 'list':
      return { type: 'list', member: shape.member!.shape, ...range };
    case 'map':
      return { type: 'map', key: shape.key!.shape, value: shape.value!.shape, ...range };
    case 'string':
      return {
        type: 'string',
        ...range,
        ...(shape.pattern !== undefined && { pattern: shape.pattern }),
        ...(shape.enum && { enum: shape.enum }),
        ...(shape.sensitive && { sensitive: true }),
      };
    case 'integer':
    case 'long':
      return { type: shape.type, ...range };
    case 'boolean':
    case 'timestamp':
      return { type: shape.type };
    default:
      throw new Error(`Shapes of type ${shape.type} are not known here`);
  }
}

function shapesNamedBy(shape: Shape): string[] {
  if (shape.type === 'structure') return Object.values(shape.members);
  if (shape.type === 'list') return [shape.member];
  return shape.type === 'map' ? [shape.key, shape.value] : [];
}

function serviceFacts(model: BotocoreModel, operationNames: readonly string[]): ServiceModel {
  const operations = Object.fromEntries(operationNames.map((name) => [name, operationFacts(model, name)]));
  const shapes: Record<string, Shape> = {};
  const reach = (name: string): void => {
    if (name in shapes) return;
    shapes[name] = shapeFacts(model.shapes[name]!);
    shapesNamedBy(shapes[name]).forEach(reach);
  };
  for (const { input, output, errors } of Object.values(operations)) {
    [input, output, ...errors].filter((name) => name !== undefined).forEach(reach);
  }
  const { targetPrefix, endpointPrefix, signingName = endpointPrefix } = model.metadata;
  const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { targetPrefix, signingName, operations, shapes: sorted };
}

/** A structure is named, everything else is written out: handlers then read as AWS's reference does. */
function typeOf(name: string, shapes: ServiceModel['shapes']): string {
  const shape = shapes[name]!;
  switch (shape.type) {
    case 'structure':
      return name;
    case 'list':
      return `readonly (${typeOf(shape.member, shapes)})[]`;
    case 'map':
      return `Readonly<Record<string, ${typeOf(shape.value, shapes)}>>`;
    case 'string':
      return shape.enum?.map((value) => `'${value}'`).join(' | ') ?? 'string';
    case 'boolean':
      return 'boolean';
    case 'document':
      return 'unknown';
    case 'integer':
    case 'long':
    case 'timestamp':
      return 'number';
  }
}

function interfaceOf(name: string, shapes: ServiceModel['shapes']): string {
  const shape = shapes[name]!;
  if (shape.type !== 'structure' || shape.exception) return '';
  const members = Object.entries(shape.members).map(
    ([member, target]) =>
      `  readonly ${member}${shape.required?.includes(member) ? '' : '?'}: ${typeOf(target, shapes)};\n`,
  );
  return members.length === 0
    ? `type ${name} = Readonly<Record<string, never>>;\n`
    : `interface ${name} {\n${members.join('')}}\n`;
}

function source({ operations, shapes, ...names }: ServiceModel): string {
  const rows = (table: Readonly<Record<string, unknown>>): string =>
    Object.entries(table)
      .map(([name, facts]) => `    ${name}: ${JSON.stringify(facts)},\n`)
      .join('');
  const signatures = Object.entries(operations).map(
    ([name, { input, output }]) =>
      `  ${name}: { input: ${input ?? 'Readonly<Record<string, never>>'}; output: ${output ?? 'void'} };\n`,
  );
  return [
    '// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.\n',
    "import type { ServiceModel } from './model.ts';\n",
    `export const model: ServiceModel = {\n  targetPrefix: '${names.targetPrefix}',\n  signingName: '${names.signingName}',\n  operations: {\n${rows(operations)}  },\n  shapes: {\n${rows(shapes)}  },\n};\n`,
    `export interface Operations {\n${signatures.join('')}}\n`,
    ...Object.keys(shapes)
      .map((name) => interfaceOf(name, shapes))
      .filter(Boolean),
  ].join('\n');
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/derive-models.ts FOLDER (of botocore service models)');
  process.exit(1);
}
for (const [service, operationNames] of Object.entries(servedOperations)) {
  // The files are AWS's own; a surprise in them fails in shapeFacts.
  const model = JSON.parse(await readFile(join(folder, `${service}.json`), 'utf8')) as BotocoreModel;
  const file = new URL(`../src/sandbox/models/${service}.generated.ts`, import.meta.url);
  await writeFile(file, source(serviceFacts(model, operationNames)));
}
