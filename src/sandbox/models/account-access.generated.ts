// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  signingName: 'account-access',
  operations: {
    CreateApplication: {"http":{"method":"POST","path":"/applications"},"input":"CreateApplicationRequest","output":"CreateApplicationResponse","errors":["AlreadyCreatedException","AccessDeniedException","ThrottlingException","ConflictException","ValidationException","InternalServerException"]},
    CreateEntitlement: {"http":{"method":"POST","path":"/entitlements"},"input":"CreateEntitlementRequest","output":"CreateEntitlementResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ConflictException","ValidationException","ServiceQuotaExceededException","InternalServerException"]},
    DeleteApplication: {"http":{"method":"DELETE","path":"/applications/{applicationArn}","status":204},"input":"DeleteApplicationRequest","output":"DeleteApplicationResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ConflictException","ValidationException","InternalServerException"]},
    DeleteEntitlement: {"http":{"method":"DELETE","path":"/entitlements/{entitlementId}","status":204},"input":"DeleteEntitlementRequest","output":"DeleteEntitlementResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ConflictException","ValidationException","InternalServerException"]},
    GetApplication: {"http":{"method":"GET","path":"/applications/{applicationArn}"},"input":"GetApplicationRequest","output":"GetApplicationResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ValidationException","InternalServerException"]},
    GetEntitlement: {"http":{"method":"GET","path":"/entitlements/{entitlementId}"},"input":"GetEntitlementRequest","output":"GetEntitlementResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ValidationException","InternalServerException"]},
    ListApplications: {"http":{"method":"POST","path":"/applications-list"},"input":"ListApplicationsRequest","output":"ListApplicationsResponse","errors":["AccessDeniedException","ThrottlingException","ValidationException","InternalServerException"]},
    ListEntitlements: {"http":{"method":"POST","path":"/entitlements-list"},"input":"ListEntitlementsRequest","output":"ListEntitlementsResponse","errors":["AccessDeniedException","ResourceNotFoundException","ThrottlingException","ValidationException","InternalServerException"]},
  },
  shapes: {
    AccessDeniedException: {"type":"structure","members":{"message":"String"},"exception":true,"status":403},
    Account: {"type":"string","min":12,"max":12,"pattern":"[0-9]{12}"},
    AlreadyCreatedException: {"type":"structure","members":{"message":"String"},"exception":true},
    ApplicationArn: {"type":"string","min":49,"max":2048,"pattern":"arn:[a-z0-9-]+:account-access:[a-z0-9]+(-[a-z0-9]+)*:[0-9]{12}:application/[a-zA-Z0-9-]+"},
    ApplicationList: {"type":"list","member":"ApplicationSummary"},
    ApplicationSummary: {"type":"structure","members":{"applicationArn":"ApplicationArn","tenantId":"String","createdAt":"DateTime","updatedAt":"DateTime"},"required":["applicationArn","createdAt","updatedAt"]},
    ConflictException: {"type":"structure","members":{"message":"String"},"exception":true,"status":409},
    CreateApplicationRequest: {"type":"structure","members":{"identitySource":"IdentitySource","tags":"TagsMap"},"required":["identitySource"]},
    CreateApplicationResponse: {"type":"structure","members":{"applicationArn":"ApplicationArn"},"required":["applicationArn"]},
    CreateEntitlementRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn","entitlement":"Entitlement"},"required":["applicationArn","entitlement"]},
    CreateEntitlementResponse: {"type":"structure","members":{"entitlementId":"String"},"required":["entitlementId"]},
    DateTime: {"type":"timestamp","format":"iso8601"},
    DeleteApplicationRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn"},"locations":{"applicationArn":{"in":"uri","name":"applicationArn"}},"required":["applicationArn"]},
    DeleteApplicationResponse: {"type":"structure","members":{}},
    DeleteEntitlementRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn","entitlementId":"String"},"locations":{"applicationArn":{"in":"querystring","name":"applicationArn"},"entitlementId":{"in":"uri","name":"entitlementId"}},"required":["applicationArn","entitlementId"]},
    DeleteEntitlementResponse: {"type":"structure","members":{}},
    Entitlement: {"type":"structure","members":{"principalRole":"PrincipalRoleEntitlement"},"union":true},
    EntitlementDetails: {"type":"structure","members":{"principalRole":"PrincipalRoleEntitlementDetails"},"union":true},
    EntitlementFilter: {"type":"structure","members":{"principalRole":"PrincipalRoleEntitlementFilter"}},
    EntitlementSummary: {"type":"structure","members":{"principalRole":"PrincipalRoleEntitlementSummary"},"union":true},
    EntitlementsList: {"type":"list","member":"EntitlementsListMember"},
    EntitlementsListMember: {"type":"structure","members":{"entitlementId":"String","entitlement":"EntitlementSummary","createdAt":"DateTime"},"required":["entitlementId","entitlement","createdAt"]},
    ErrorCode: {"type":"string","enum":["AUTHORIZATION_ERROR","RESOURCE_NOT_FOUND_ERROR","SERVICE_QUOTA_EXCEEDED_ERROR","INTERNAL_SERVICE_ERROR"]},
    ErrorDetails: {"type":"structure","members":{"code":"ErrorCode","message":"String"},"required":["code","message"]},
    GetApplicationRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn"},"locations":{"applicationArn":{"in":"uri","name":"applicationArn"}},"required":["applicationArn"]},
    GetApplicationResponse: {"type":"structure","members":{"identitySource":"IdentitySourceDetails","status":"Status","tenantId":"String","createdAt":"DateTime","updatedAt":"DateTime","tags":"TagsMap","error":"ErrorDetails"},"required":["identitySource","status","createdAt","updatedAt"]},
    GetEntitlementRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn","entitlementId":"String"},"locations":{"applicationArn":{"in":"querystring","name":"applicationArn"},"entitlementId":{"in":"uri","name":"entitlementId"}},"required":["applicationArn","entitlementId"]},
    GetEntitlementResponse: {"type":"structure","members":{"applicationArn":"ApplicationArn","entitlementId":"String","entitlement":"EntitlementDetails","createdAt":"DateTime"},"required":["applicationArn","entitlementId","entitlement","createdAt"]},
    GroupId: {"type":"string","min":1,"max":47,"pattern":"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    IdentityCenter: {"type":"structure","members":{"instanceArn":"IdentityCenterInstanceArn"},"required":["instanceArn"]},
    IdentityCenterApplicationArn: {"type":"string","min":10,"max":1224,"pattern":"arn:[a-z0-9-]+:sso::[0-9]{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16}"},
    IdentityCenterDetails: {"type":"structure","members":{"instanceArn":"IdentityCenterInstanceArn","applicationArn":"IdentityCenterApplicationArn"},"required":["instanceArn"]},
    IdentityCenterInstanceArn: {"type":"string","min":10,"max":1224,"pattern":"arn:[a-z0-9-]+:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}"},
    IdentityCenterPrincipal: {"type":"structure","members":{"userId":"UserId","groupId":"GroupId"},"union":true},
    IdentityCenterPrincipalFilter: {"type":"structure","members":{"userId":"UserId","groupId":"GroupId"},"union":true},
    IdentitySource: {"type":"structure","members":{"identityCenter":"IdentityCenter"},"union":true},
    IdentitySourceDetails: {"type":"structure","members":{"identityCenter":"IdentityCenterDetails"},"union":true},
    InternalServerException: {"type":"structure","members":{"message":"String"},"exception":true,"fault":true,"status":500},
    ListApplicationsRequest: {"type":"structure","members":{"maxResults":"ListApplicationsRequestMaxResultsInteger","nextToken":"String"}},
    ListApplicationsRequestMaxResultsInteger: {"type":"integer","min":1,"max":100},
    ListApplicationsResponse: {"type":"structure","members":{"applications":"ApplicationList","nextToken":"String"},"required":["applications"]},
    ListEntitlementsRequest: {"type":"structure","members":{"applicationArn":"ApplicationArn","filter":"EntitlementFilter","nextToken":"String","maxResults":"ListEntitlementsRequestMaxResultsInteger"},"required":["applicationArn","filter"]},
    ListEntitlementsRequestMaxResultsInteger: {"type":"integer","min":1,"max":100},
    ListEntitlementsResponse: {"type":"structure","members":{"entitlements":"EntitlementsList","nextToken":"String"},"required":["entitlements"]},
    Principal: {"type":"structure","members":{"identityCenter":"IdentityCenterPrincipal"},"union":true},
    PrincipalFilter: {"type":"structure","members":{"identityCenter":"IdentityCenterPrincipalFilter"},"union":true},
    PrincipalRoleEntitlement: {"type":"structure","members":{"principal":"Principal","roleArn":"RoleArn"},"required":["principal","roleArn"]},
    PrincipalRoleEntitlementDetails: {"type":"structure","members":{"principal":"Principal","roleArn":"RoleArn","account":"Account","accountName":"String"},"required":["principal","roleArn","account"]},
    PrincipalRoleEntitlementFilter: {"type":"structure","members":{"principal":"PrincipalFilter","roleArn":"RoleArn","account":"Account"}},
    PrincipalRoleEntitlementSummary: {"type":"structure","members":{"principal":"Principal","roleArn":"RoleArn","account":"Account","accountName":"String"},"required":["principal","roleArn","account"]},
    ResourceNotFoundException: {"type":"structure","members":{"message":"String"},"exception":true,"status":404},
    RoleArn: {"type":"string","pattern":"arn:[a-z0-9-]+:iam::[0-9]{12}:role/([a-zA-Z0-9+=,.@_-]+/)*[a-zA-Z0-9+=,.@_-]+"},
    ServiceQuotaExceededException: {"type":"structure","members":{"message":"String"},"exception":true,"status":402},
    Status: {"type":"string","enum":["CREATE_IN_PROGRESS","ACTIVE","DELETE_IN_PROGRESS","CREATE_FAILED","DELETE_FAILED"]},
    String: {"type":"string"},
    TagsMap: {"type":"map","key":"String","value":"String"},
    ThrottlingException: {"type":"structure","members":{"message":"String"},"exception":true,"status":429},
    UserId: {"type":"string","min":1,"max":47,"pattern":"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    ValidationException: {"type":"structure","members":{"message":"String"},"exception":true,"status":400},
  },
};

export interface Operations {
  CreateApplication: { input: CreateApplicationRequest; output: CreateApplicationResponse };
  CreateEntitlement: { input: CreateEntitlementRequest; output: CreateEntitlementResponse };
  DeleteApplication: { input: DeleteApplicationRequest; output: DeleteApplicationResponse };
  DeleteEntitlement: { input: DeleteEntitlementRequest; output: DeleteEntitlementResponse };
  GetApplication: { input: GetApplicationRequest; output: GetApplicationResponse };
  GetEntitlement: { input: GetEntitlementRequest; output: GetEntitlementResponse };
  ListApplications: { input: ListApplicationsRequest; output: ListApplicationsResponse };
  ListEntitlements: { input: ListEntitlementsRequest; output: ListEntitlementsResponse };
}

interface ApplicationSummary {
  readonly applicationArn: string;
  readonly tenantId?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface CreateApplicationRequest {
  readonly identitySource: IdentitySource;
  readonly tags?: Readonly<Record<string, string>>;
}

interface CreateApplicationResponse {
  readonly applicationArn: string;
}

interface CreateEntitlementRequest {
  readonly applicationArn: string;
  readonly entitlement: Entitlement;
}

interface CreateEntitlementResponse {
  readonly entitlementId: string;
}

interface DeleteApplicationRequest {
  readonly applicationArn: string;
}

type DeleteApplicationResponse = Readonly<Record<string, never>>;

interface DeleteEntitlementRequest {
  readonly applicationArn: string;
  readonly entitlementId: string;
}

type DeleteEntitlementResponse = Readonly<Record<string, never>>;

interface Entitlement {
  readonly principalRole?: PrincipalRoleEntitlement;
}

interface EntitlementDetails {
  readonly principalRole?: PrincipalRoleEntitlementDetails;
}

interface EntitlementFilter {
  readonly principalRole?: PrincipalRoleEntitlementFilter;
}

interface EntitlementSummary {
  readonly principalRole?: PrincipalRoleEntitlementSummary;
}

interface EntitlementsListMember {
  readonly entitlementId: string;
  readonly entitlement: EntitlementSummary;
  readonly createdAt: string;
}

interface ErrorDetails {
  readonly code: 'AUTHORIZATION_ERROR' | 'RESOURCE_NOT_FOUND_ERROR' | 'SERVICE_QUOTA_EXCEEDED_ERROR' | 'INTERNAL_SERVICE_ERROR';
  readonly message: string;
}

interface GetApplicationRequest {
  readonly applicationArn: string;
}

interface GetApplicationResponse {
  readonly identitySource: IdentitySourceDetails;
  readonly status: 'CREATE_IN_PROGRESS' | 'ACTIVE' | 'DELETE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_FAILED';
  readonly tenantId?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly error?: ErrorDetails;
}

interface GetEntitlementRequest {
  readonly applicationArn: string;
  readonly entitlementId: string;
}

interface GetEntitlementResponse {
  readonly applicationArn: string;
  readonly entitlementId: string;
  readonly entitlement: EntitlementDetails;
  readonly createdAt: string;
}

interface IdentityCenter {
  readonly instanceArn: string;
}

interface IdentityCenterDetails {
  readonly instanceArn: string;
  readonly applicationArn?: string;
}

interface IdentityCenterPrincipal {
  readonly userId?: string;
  readonly groupId?: string;
}

interface IdentityCenterPrincipalFilter {
  readonly userId?: string;
  readonly groupId?: string;
}

interface IdentitySource {
  readonly identityCenter?: IdentityCenter;
}

interface IdentitySourceDetails {
  readonly identityCenter?: IdentityCenterDetails;
}

interface ListApplicationsRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

interface ListApplicationsResponse {
  readonly applications: readonly (ApplicationSummary)[];
  readonly nextToken?: string;
}

interface ListEntitlementsRequest {
  readonly applicationArn: string;
  readonly filter: EntitlementFilter;
  readonly nextToken?: string;
  readonly maxResults?: number;
}

interface ListEntitlementsResponse {
  readonly entitlements: readonly (EntitlementsListMember)[];
  readonly nextToken?: string;
}

interface Principal {
  readonly identityCenter?: IdentityCenterPrincipal;
}

interface PrincipalFilter {
  readonly identityCenter?: IdentityCenterPrincipalFilter;
}

interface PrincipalRoleEntitlement {
  readonly principal: Principal;
  readonly roleArn: string;
}

interface PrincipalRoleEntitlementDetails {
  readonly principal: Principal;
  readonly roleArn: string;
  readonly account: string;
  readonly accountName?: string;
}

interface PrincipalRoleEntitlementFilter {
  readonly principal?: PrincipalFilter;
  readonly roleArn?: string;
  readonly account?: string;
}

interface PrincipalRoleEntitlementSummary {
  readonly principal: Principal;
  readonly roleArn: string;
  readonly account: string;
  readonly accountName?: string;
}
