/**
 * Writes src/sandbox/models/*.generated.ts from a folder of botocore service models:
 *
 *   node scripts/derive-models.ts FOLDER
 *
 * FOLDER holds sso-admin.json, identitystore.json, organizations.json, account-access.json, sso.json and sso-oidc.json.
 * Only facts are taken (operations, routes, members, ranges, patterns, enums, errors), no documentation text, and only
 * what the operations below reach.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberLocation, OperationModel, ServiceModel, Shape } from '../src/sandbox/models/model.ts';

/** Every operation the sandbox serves. A name added here fails to compile until it has its handler. */
const servedOperations = {
  'sso-admin': [
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    'AttachManagedPolicyToPermissionSet',
    'CreateAccountAssignment',
    'CreateInstanceAccessControlAttributeConfiguration',
    'CreatePermissionSet',
    'DeleteAccountAssignment',
    'DeleteInlinePolicyFromPermissionSet',
    'DeleteInstanceAccessControlAttributeConfiguration',
    'DeletePermissionSet',
    'DeletePermissionsBoundaryFromPermissionSet',
    'DescribeAccountAssignmentCreationStatus',
    'DescribeAccountAssignmentDeletionStatus',
    'DescribeInstance',
    'DescribeInstanceAccessControlAttributeConfiguration',
    'DescribePermissionSet',
    'DescribePermissionSetProvisioningStatus',
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    'DetachManagedPolicyFromPermissionSet',
    'GetInlinePolicyForPermissionSet',
    'GetPermissionsBoundaryForPermissionSet',
    'ListAccountAssignmentCreationStatus',
    'ListAccountAssignmentDeletionStatus',
    'ListAccountAssignments',
    'ListAccountAssignmentsForPrincipal',
    'ListAccountsForProvisionedPermissionSet',
    'ListCustomerManagedPolicyReferencesInPermissionSet',
    'ListInstances',
    'ListManagedPoliciesInPermissionSet',
    'ListPermissionSetProvisioningStatus',
    'ListPermissionSets',
    'ListPermissionSetsProvisionedToAccount',
    'ListRegions',
    'ListTagsForResource',
    'ProvisionPermissionSet',
    'PutInlinePolicyToPermissionSet',
    'PutPermissionsBoundaryToPermissionSet',
    'TagResource',
    'UntagResource',
    'UpdateInstance',
    'UpdateInstanceAccessControlAttributeConfiguration',
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
    'DescribeIdentityStore',
    'DescribeUser',
    'GetGroupId',
    'GetGroupMembershipId',
    'GetUserId',
    'IsMemberInGroups',
    'ListGroupMemberships',
    'ListGroupMembershipsForMember',
    'ListGroups',
    'ListIdentityStores',
    'ListUsers',
    'UpdateGroup',
    'UpdateIdentityStore',
    'UpdateUser',
  ],
  organizations: [
    'CloseAccount',
    'CreateAccount',
    'CreateOrganizationalUnit',
    'DeleteOrganizationalUnit',
    'DeregisterDelegatedAdministrator',
    'DescribeAccount',
    'DescribeCreateAccountStatus',
    'DescribeOrganization',
    'DescribeOrganizationalUnit',
    'ListAWSServiceAccessForOrganization',
    'ListAccounts',
    'ListAccountsForParent',
    'ListChildren',
    'ListCreateAccountStatus',
    'ListDelegatedAdministrators',
    'ListDelegatedServicesForAccount',
    'ListOrganizationalUnitsForParent',
    'ListParents',
    'ListRoots',
    'ListTagsForResource',
    'MoveAccount',
    'RegisterDelegatedAdministrator',
    'TagResource',
    'UntagResource',
    'UpdateOrganizationalUnit',
  ],
  'account-access': [
    'CreateApplication',
    'CreateEntitlement',
    'DeleteApplication',
    'DeleteEntitlement',
    'GetApplication',
    'GetEntitlement',
    'ListApplications',
    'ListEntitlements',
  ],
  sso: ['GetRoleCredentials', 'ListAccountRoles', 'ListAccounts', 'Logout'],
  'sso-oidc': ['CreateToken', 'RegisterClient', 'StartDeviceAuthorization'],
} satisfies Record<string, readonly string[]>;

/**
 * Where the sandbox takes and gives more than AWS's model allows: users that come from suites written against other
 * stand-ins have several e-mails.
 */
const widened: Readonly<Record<string, Readonly<Record<string, Partial<BotocoreShape>>>>> = {
  identitystore: { Emails: { max: 10 } },
};

interface BotocoreMember {
  readonly shape: string;
  /** Absent where it is in the body. */
  readonly location?: string;
  readonly locationName?: string;
}

interface BotocoreShape {
  readonly type: string;
  readonly members?: Record<string, BotocoreMember>;
  readonly required?: string[];
  readonly union?: boolean;
  readonly document?: boolean;
  readonly exception?: boolean;
  readonly error?: { readonly httpStatusCode: number };
  readonly fault?: boolean;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: string[];
  readonly sensitive?: boolean;
  readonly timestampFormat?: string;
}

interface BotocoreModel {
  readonly metadata: {
    readonly protocol: string;
    /** Only of those whose operations are told apart by a header. */
    readonly targetPrefix?: string;
    readonly endpointPrefix: string;
    /** Absent where it is the endpoint's prefix. */
    readonly signingName?: string;
  };
  readonly operations: Record<
    string,
    {
      readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
      /** `none` where the call is not signed. */
      readonly authtype?: string;
      readonly input?: { readonly shape: string };
      readonly output?: { readonly shape: string };
      readonly errors?: { readonly shape: string }[];
    }
  >;
  readonly shapes: Record<string, BotocoreShape>;
}

function isRest({ metadata }: BotocoreModel): boolean {
  return metadata.protocol === 'rest-json';
}

function operationFacts(model: BotocoreModel, name: string): OperationModel {
  const operation = model.operations[name];
  if (operation === undefined) throw new Error(`The model has no operation ${name}`);
  const { method, requestUri: path, responseCode: status = 200 } = operation.http;
  return {
    ...(isRest(model) && { http: { method, path, ...(status !== 200 && { status }) } }),
    ...(operation.input && { input: operation.input.shape }),
    ...(operation.output && { output: operation.output.shape }),
    errors: (operation.errors ?? []).map((error) => error.shape),
  };
}

/** Where the members go that are not in the body. */
function locations(members: Record<string, BotocoreMember>): Record<string, MemberLocation> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, { location, locationName = name }]) => {
      if (location === undefined) return [];
      if (location !== 'querystring' && location !== 'header' && location !== 'uri') {
        throw new Error(`Members in ${location} are not known here`);
      }
      return [[name, { in: location, name: locationName }]];
    }),
  );
}

/** `rest`: HTTP's status is the error's own, where awsJson has 400 or 500 for all. */
function shapeFacts(shape: BotocoreShape, rest: boolean): Shape {
  const range = {
    ...(shape.min !== undefined && { min: shape.min }),
    ...(shape.max !== undefined && { max: shape.max }),
  };
  switch (shape.type) {
    case 'structure': {
      if (shape.document) return { type: 'document' };
      const members = shape.members ?? {};
      const elsewhere = locations(members);
      return {
        type: 'structure',
        members: Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member.shape])),
        ...(Object.keys(elsewhere).length > 0 && { locations: elsewhere }),
        ...(shape.required?.length && { required: shape.required }),
        ...(shape.union && { union: true }),
        ...(shape.exception && { exception: true }),
        ...(shape.fault && { fault: true }),
        ...(rest && shape.error && { status: shape.error.httpStatusCode }),
      };
    }
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
      return { type: shape.type };
    case 'timestamp':
      return { type: shape.type, ...(shape.timestampFormat === 'iso8601' && { format: 'iso8601' }) };
    default:
      throw new Error(`Shapes of type ${shape.type} are not known here`);
  }
}

function shapesNamedBy(shape: Shape): string[] {
  if (shape.type === 'structure') return Object.values(shape.members);
  if (shape.type === 'list') return [shape.member];
  return shape.type === 'map' ? [shape.key, shape.value] : [];
}

function serviceFacts(
  model: BotocoreModel,
  operationNames: readonly string[],
  wider: Readonly<Record<string, Partial<BotocoreShape>>> = {},
): ServiceModel {
  const operations = Object.fromEntries(operationNames.map((name) => [name, operationFacts(model, name)]));
  const shapes: Record<string, Shape> = {};
  const reach = (name: string): void => {
    if (name in shapes) return;
    shapes[name] = shapeFacts({ ...model.shapes[name]!, ...wider[name] }, isRest(model));
    shapesNamedBy(shapes[name]).forEach(reach);
  };
  for (const { input, output, errors } of Object.values(operations)) {
    [input, output, ...errors].filter((name) => name !== undefined).forEach(reach);
  }
  const { targetPrefix, endpointPrefix, signingName = endpointPrefix } = model.metadata;
  const isSigned = operationNames.some((name) => model.operations[name]?.authtype !== 'none');
  const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...(targetPrefix !== undefined && { targetPrefix }),
    ...(isSigned && { signingName }),
    operations,
    shapes: sorted,
  };
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
      return 'number';
    case 'timestamp':
      return shape.format === 'iso8601' ? 'string' : 'number';
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
    `export const model: ServiceModel = {\n${Object.entries(names)
      .map(([name, text]) => `  ${name}: '${text}',\n`)
      .join('')}  operations: {\n${rows(operations)}  },\n  shapes: {\n${rows(shapes)}  },\n};\n`,
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
  await writeFile(file, source(serviceFacts(model, operationNames, widened[service])));
}
