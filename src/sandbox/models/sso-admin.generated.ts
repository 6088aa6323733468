// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  targetPrefix: 'SWBExternalService',
  signingName: 'sso',
  operations: {
    CreateAccountAssignment: {"input":"CreateAccountAssignmentRequest","output":"CreateAccountAssignmentResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    CreatePermissionSet: {"input":"CreatePermissionSetRequest","output":"CreatePermissionSetResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeleteAccountAssignment: {"input":"DeleteAccountAssignmentRequest","output":"DeleteAccountAssignmentResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DescribeAccountAssignmentCreationStatus: {"input":"DescribeAccountAssignmentCreationStatusRequest","output":"DescribeAccountAssignmentCreationStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribeAccountAssignmentDeletionStatus: {"input":"DescribeAccountAssignmentDeletionStatusRequest","output":"DescribeAccountAssignmentDeletionStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribeInstance: {"input":"DescribeInstanceRequest","output":"DescribeInstanceResponse","errors":["ThrottlingException","InternalServerException","AccessDeniedException","ValidationException"]},
    DescribePermissionSet: {"input":"DescribePermissionSetRequest","output":"DescribePermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignments: {"input":"ListAccountAssignmentsRequest","output":"ListAccountAssignmentsResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignmentsForPrincipal: {"input":"ListAccountAssignmentsForPrincipalRequest","output":"ListAccountAssignmentsForPrincipalResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountsForProvisionedPermissionSet: {"input":"ListAccountsForProvisionedPermissionSetRequest","output":"ListAccountsForProvisionedPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListInstances: {"input":"ListInstancesRequest","output":"ListInstancesResponse","errors":["ThrottlingException","InternalServerException","AccessDeniedException","ValidationException"]},
    ListPermissionSets: {"input":"ListPermissionSetsRequest","output":"ListPermissionSetsResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListPermissionSetsProvisionedToAccount: {"input":"ListPermissionSetsProvisionedToAccountRequest","output":"ListPermissionSetsProvisionedToAccountResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
  },
  shapes: {
    AccessDeniedException: {"type":"structure","members":{"Message":"AccessDeniedExceptionMessage","Reason":"AccessDeniedExceptionReason"},"exception":true},
    AccessDeniedExceptionMessage: {"type":"string"},
    AccessDeniedExceptionReason: {"type":"string","enum":["KMS_AccessDeniedException"]},
    AccountAssignment: {"type":"structure","members":{"AccountId":"AccountId","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"}},
    AccountAssignmentForPrincipal: {"type":"structure","members":{"AccountId":"AccountId","PermissionSetArn":"PermissionSetArn","PrincipalId":"PrincipalId","PrincipalType":"PrincipalType"}},
    AccountAssignmentList: {"type":"list","member":"AccountAssignment"},
    AccountAssignmentListForPrincipal: {"type":"list","member":"AccountAssignmentForPrincipal"},
    AccountAssignmentOperationStatus: {"type":"structure","members":{"Status":"StatusValues","RequestId":"UUId","FailureReason":"Reason","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId","CreatedDate":"Date"}},
    AccountId: {"type":"string","min":12,"max":12,"pattern":"\\d{12}"},
    AccountList: {"type":"list","member":"AccountId"},
    Boolean: {"type":"boolean"},
    ConflictException: {"type":"structure","members":{"Message":"ConflictExceptionMessage"},"exception":true},
    ConflictExceptionMessage: {"type":"string"},
    CreateAccountAssignmentRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"},"required":["InstanceArn","TargetId","TargetType","PermissionSetArn","PrincipalType","PrincipalId"]},
    CreateAccountAssignmentResponse: {"type":"structure","members":{"AccountAssignmentCreationStatus":"AccountAssignmentOperationStatus"}},
    CreatePermissionSetRequest: {"type":"structure","members":{"Name":"PermissionSetName","Description":"PermissionSetDescription","InstanceArn":"InstanceArn","SessionDuration":"Duration","RelayState":"RelayState","Tags":"TagList"},"required":["Name","InstanceArn"]},
    CreatePermissionSetResponse: {"type":"structure","members":{"PermissionSet":"PermissionSet"}},
    Date: {"type":"timestamp"},
    DeleteAccountAssignmentRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"},"required":["InstanceArn","TargetId","TargetType","PermissionSetArn","PrincipalType","PrincipalId"]},
    DeleteAccountAssignmentResponse: {"type":"structure","members":{"AccountAssignmentDeletionStatus":"AccountAssignmentOperationStatus"}},
    DescribeAccountAssignmentCreationStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountAssignmentCreationRequestId":"UUId"},"required":["InstanceArn","AccountAssignmentCreationRequestId"]},
    DescribeAccountAssignmentCreationStatusResponse: {"type":"structure","members":{"AccountAssignmentCreationStatus":"AccountAssignmentOperationStatus"}},
    DescribeAccountAssignmentDeletionStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountAssignmentDeletionRequestId":"UUId"},"required":["InstanceArn","AccountAssignmentDeletionRequestId"]},
    DescribeAccountAssignmentDeletionStatusResponse: {"type":"structure","members":{"AccountAssignmentDeletionStatus":"AccountAssignmentOperationStatus"}},
    DescribeInstanceRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn"},"required":["InstanceArn"]},
    DescribeInstanceResponse: {"type":"structure","members":{"InstanceArn":"InstanceArn","IdentityStoreId":"Id","OwnerAccountId":"AccountId","Name":"NameType","CreatedDate":"Date","Status":"InstanceStatus","StatusReason":"Reason","EncryptionConfigurationDetails":"EncryptionConfigurationDetails","PermissionSetsEnabled":"Boolean"}},
    DescribePermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    DescribePermissionSetResponse: {"type":"structure","members":{"PermissionSet":"PermissionSet"}},
    Duration: {"type":"string","min":1,"max":100,"pattern":"(-?)P(?=\\d|T\\d)(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)([DW]))?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?"},
    EncryptionConfigurationDetails: {"type":"structure","members":{"KeyType":"KmsKeyType","KmsKeyArn":"KmsKeyArn","EncryptionStatus":"KmsKeyStatus","EncryptionStatusReason":"Reason"}},
    Id: {"type":"string","min":1,"max":64,"pattern":"[a-zA-Z0-9-]*"},
    InstanceArn: {"type":"string","min":10,"max":1224,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}"},
    InstanceList: {"type":"list","member":"InstanceMetadata","min":0,"max":10},
    InstanceMetadata: {"type":"structure","members":{"InstanceArn":"InstanceArn","IdentityStoreId":"Id","OwnerAccountId":"AccountId","Name":"NameType","CreatedDate":"Date","Status":"InstanceStatus","StatusReason":"Reason","PrimaryRegion":"RegionName","Regions":"RegionMetadataList"}},
    InstanceStatus: {"type":"string","enum":["CREATE_IN_PROGRESS","CREATE_FAILED","DELETE_IN_PROGRESS","ACTIVE"]},
    InternalFailureMessage: {"type":"string"},
    InternalServerException: {"type":"structure","members":{"Message":"InternalFailureMessage"},"exception":true,"fault":true},
    IsPrimaryRegion: {"type":"boolean"},
    KmsKeyArn: {"type":"string","min":20,"max":2048,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:kms:([a-z]{2,}(-[a-z0-9]+)+){1}:[0-9]{12}:key/(mrk-[a-f0-9]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"},
    KmsKeyStatus: {"type":"string","enum":["UPDATING","ENABLED","UPDATE_FAILED"]},
    KmsKeyType: {"type":"string","enum":["AWS_OWNED_KMS_KEY","CUSTOMER_MANAGED_KEY"]},
    ListAccountAssignmentsFilter: {"type":"structure","members":{"AccountId":"AccountId"}},
    ListAccountAssignmentsForPrincipalRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PrincipalId":"PrincipalId","PrincipalType":"PrincipalType","Filter":"ListAccountAssignmentsFilter","NextToken":"Token","MaxResults":"MaxResults"},"required":["InstanceArn","PrincipalId","PrincipalType"]},
    ListAccountAssignmentsForPrincipalResponse: {"type":"structure","members":{"AccountAssignments":"AccountAssignmentListForPrincipal","NextToken":"Token"}},
    ListAccountAssignmentsRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountId":"TargetId","PermissionSetArn":"PermissionSetArn","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","AccountId","PermissionSetArn"]},
    ListAccountAssignmentsResponse: {"type":"structure","members":{"AccountAssignments":"AccountAssignmentList","NextToken":"Token"}},
    ListAccountsForProvisionedPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","ProvisioningStatus":"ProvisioningStatus","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","PermissionSetArn"]},
    ListAccountsForProvisionedPermissionSetResponse: {"type":"structure","members":{"AccountIds":"AccountList","NextToken":"Token"}},
    ListInstancesRequest: {"type":"structure","members":{"MaxResults":"MaxResults","NextToken":"Token"}},
    ListInstancesResponse: {"type":"structure","members":{"Instances":"InstanceList","NextToken":"Token"}},
    ListPermissionSetsProvisionedToAccountRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountId":"AccountId","ProvisioningStatus":"ProvisioningStatus","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","AccountId"]},
    ListPermissionSetsProvisionedToAccountResponse: {"type":"structure","members":{"NextToken":"Token","PermissionSets":"PermissionSetList"}},
    ListPermissionSetsRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","NextToken":"Token","MaxResults":"MaxResults"},"required":["InstanceArn"]},
    ListPermissionSetsResponse: {"type":"structure","members":{"PermissionSets":"PermissionSetList","NextToken":"Token"}},
    MaxResults: {"type":"integer","min":1,"max":100},
    NameType: {"type":"string","min":0,"max":255,"pattern":"[\\w+=,.@-]+"},
    PermissionSet: {"type":"structure","members":{"Name":"PermissionSetName","PermissionSetArn":"PermissionSetArn","Description":"PermissionSetDescription","CreatedDate":"Date","SessionDuration":"Duration","RelayState":"RelayState"}},
    PermissionSetArn: {"type":"string","min":10,"max":1224,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}"},
    PermissionSetDescription: {"type":"string","min":1,"max":700,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"},
    PermissionSetList: {"type":"list","member":"PermissionSetArn"},
    PermissionSetName: {"type":"string","min":1,"max":32,"pattern":"[\\w+=,.@-]+"},
    PrincipalId: {"type":"string","min":1,"max":47,"pattern":"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    PrincipalType: {"type":"string","enum":["USER","GROUP"]},
    ProvisioningStatus: {"type":"string","enum":["LATEST_PERMISSION_SET_PROVISIONED","LATEST_PERMISSION_SET_NOT_PROVISIONED"]},
    Reason: {"type":"string","pattern":"[\\p{L}\\p{M}\\p{Z}\\p{S}\\p{N}\\p{P}]*"},
    RegionMetadata: {"type":"structure","members":{"RegionName":"RegionName","Status":"RegionStatus","AddedDate":"Date","IsPrimaryRegion":"IsPrimaryRegion"}},
    RegionMetadataList: {"type":"list","member":"RegionMetadata"},
    RegionName: {"type":"string","min":1,"max":32,"pattern":"([a-z]+-){2,3}\\d"},
    RegionStatus: {"type":"string","enum":["ACTIVE","ADDING","REMOVING"]},
    RelayState: {"type":"string","min":1,"max":240,"pattern":"[a-zA-Z0-9&$@#\\\\\\/%?=~\\-_'\"|!:,.;*+\\[\\]\\ \\(\\)\\{\\}]+"},
    ResourceNotFoundException: {"type":"structure","members":{"Message":"ResourceNotFoundMessage","Reason":"ResourceNotFoundExceptionReason"},"exception":true},
    ResourceNotFoundExceptionReason: {"type":"string","enum":["KMS_NotFoundException"]},
    ResourceNotFoundMessage: {"type":"string"},
    ServiceQuotaExceededException: {"type":"structure","members":{"Message":"ServiceQuotaExceededMessage"},"exception":true},
    ServiceQuotaExceededMessage: {"type":"string"},
    StatusValues: {"type":"string","enum":["IN_PROGRESS","FAILED","SUCCEEDED"]},
    Tag: {"type":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},
    TagKey: {"type":"string","min":1,"max":128,"pattern":"([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"},
    TagList: {"type":"list","member":"Tag","min":0,"max":75},
    TagValue: {"type":"string","min":0,"max":256,"pattern":"([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"},
    TargetId: {"type":"string","min":12,"max":12,"pattern":"\\d{12}"},
    TargetType: {"type":"string","enum":["AWS_ACCOUNT"]},
    ThrottlingException: {"type":"structure","members":{"Message":"ThrottlingExceptionMessage","Reason":"ThrottlingExceptionReason"},"exception":true},
    ThrottlingExceptionMessage: {"type":"string"},
    ThrottlingExceptionReason: {"type":"string","enum":["KMS_ThrottlingException"]},
    Token: {"type":"string","min":0,"max":2048,"pattern":"[-a-zA-Z0-9+=/_]*"},
    UUId: {"type":"string","min":36,"max":36,"pattern":"\\b[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}\\b"},
    ValidationException: {"type":"structure","members":{"Message":"ValidationExceptionMessage","Reason":"ValidationExceptionReason"},"exception":true},
    ValidationExceptionMessage: {"type":"string"},
    ValidationExceptionReason: {"type":"string","enum":["KMS_InvalidKeyUsageException","KMS_InvalidStateException","KMS_DisabledException"]},
  },
};

export interface Operations {
  CreateAccountAssignment: { input: CreateAccountAssignmentRequest; output: CreateAccountAssignmentResponse };
  CreatePermissionSet: { input: CreatePermissionSetRequest; output: CreatePermissionSetResponse };
  DeleteAccountAssignment: { input: DeleteAccountAssignmentRequest; output: DeleteAccountAssignmentResponse };
  DescribeAccountAssignmentCreationStatus: { input: DescribeAccountAssignmentCreationStatusRequest; output: DescribeAccountAssignmentCreationStatusResponse };
  DescribeAccountAssignmentDeletionStatus: { input: DescribeAccountAssignmentDeletionStatusRequest; output: DescribeAccountAssignmentDeletionStatusResponse };
  DescribeInstance: { input: DescribeInstanceRequest; output: DescribeInstanceResponse };
  DescribePermissionSet: { input: DescribePermissionSetRequest; output: DescribePermissionSetResponse };
  ListAccountAssignments: { input: ListAccountAssignmentsRequest; output: ListAccountAssignmentsResponse };
  ListAccountAssignmentsForPrincipal: { input: ListAccountAssignmentsForPrincipalRequest; output: ListAccountAssignmentsForPrincipalResponse };
  ListAccountsForProvisionedPermissionSet: { input: ListAccountsForProvisionedPermissionSetRequest; output: ListAccountsForProvisionedPermissionSetResponse };
  ListInstances: { input: ListInstancesRequest; output: ListInstancesResponse };
  ListPermissionSets: { input: ListPermissionSetsRequest; output: ListPermissionSetsResponse };
  ListPermissionSetsProvisionedToAccount: { input: ListPermissionSetsProvisionedToAccountRequest; output: ListPermissionSetsProvisionedToAccountResponse };
}

interface AccountAssignment {
  readonly AccountId?: string;
  readonly PermissionSetArn?: string;
  readonly PrincipalType?: 'USER' | 'GROUP';
  readonly PrincipalId?: string;
}

interface AccountAssignmentForPrincipal {
  readonly AccountId?: string;
  readonly PermissionSetArn?: string;
  readonly PrincipalId?: string;
  readonly PrincipalType?: 'USER' | 'GROUP';
}

interface AccountAssignmentOperationStatus {
  readonly Status?: 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
  readonly RequestId?: string;
  readonly FailureReason?: string;
  readonly TargetId?: string;
  readonly TargetType?: 'AWS_ACCOUNT';
  readonly PermissionSetArn?: string;
  readonly PrincipalType?: 'USER' | 'GROUP';
  readonly PrincipalId?: string;
  readonly CreatedDate?: number;
}

interface CreateAccountAssignmentRequest {
  readonly InstanceArn: string;
  readonly TargetId: string;
  readonly TargetType: 'AWS_ACCOUNT';
  readonly PermissionSetArn: string;
  readonly PrincipalType: 'USER' | 'GROUP';
  readonly PrincipalId: string;
}

interface CreateAccountAssignmentResponse {
  readonly AccountAssignmentCreationStatus?: AccountAssignmentOperationStatus;
}

interface CreatePermissionSetRequest {
  readonly Name: string;
  readonly Description?: string;
  readonly InstanceArn: string;
  readonly SessionDuration?: string;
  readonly RelayState?: string;
  readonly Tags?: readonly (Tag)[];
}

interface CreatePermissionSetResponse {
  readonly PermissionSet?: PermissionSet;
}

interface DeleteAccountAssignmentRequest {
  readonly InstanceArn: string;
  readonly TargetId: string;
  readonly TargetType: 'AWS_ACCOUNT';
  readonly PermissionSetArn: string;
  readonly PrincipalType: 'USER' | 'GROUP';
  readonly PrincipalId: string;
}

interface DeleteAccountAssignmentResponse {
  readonly AccountAssignmentDeletionStatus?: AccountAssignmentOperationStatus;
}

interface DescribeAccountAssignmentCreationStatusRequest {
  readonly InstanceArn: string;
  readonly AccountAssignmentCreationRequestId: string;
}

interface DescribeAccountAssignmentCreationStatusResponse {
  readonly AccountAssignmentCreationStatus?: AccountAssignmentOperationStatus;
}

interface DescribeAccountAssignmentDeletionStatusRequest {
  readonly InstanceArn: string;
  readonly AccountAssignmentDeletionRequestId: string;
}

interface DescribeAccountAssignmentDeletionStatusResponse {
  readonly AccountAssignmentDeletionStatus?: AccountAssignmentOperationStatus;
}

interface DescribeInstanceRequest {
  readonly InstanceArn: string;
}

interface DescribeInstanceResponse {
  readonly InstanceArn?: string;
  readonly IdentityStoreId?: string;
  readonly OwnerAccountId?: string;
  readonly Name?: string;
  readonly CreatedDate?: number;
  readonly Status?: 'CREATE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS' | 'ACTIVE';
  readonly StatusReason?: string;
  readonly EncryptionConfigurationDetails?: EncryptionConfigurationDetails;
  readonly PermissionSetsEnabled?: boolean;
}

interface DescribePermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

interface DescribePermissionSetResponse {
  readonly PermissionSet?: PermissionSet;
}

interface EncryptionConfigurationDetails {
  readonly KeyType?: 'AWS_OWNED_KMS_KEY' | 'CUSTOMER_MANAGED_KEY';
  readonly KmsKeyArn?: string;
  readonly EncryptionStatus?: 'UPDATING' | 'ENABLED' | 'UPDATE_FAILED';
  readonly EncryptionStatusReason?: string;
}

interface InstanceMetadata {
  readonly InstanceArn?: string;
  readonly IdentityStoreId?: string;
  readonly OwnerAccountId?: string;
  readonly Name?: string;
  readonly CreatedDate?: number;
  readonly Status?: 'CREATE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS' | 'ACTIVE';
  readonly StatusReason?: string;
  readonly PrimaryRegion?: string;
  readonly Regions?: readonly (RegionMetadata)[];
}

interface ListAccountAssignmentsFilter {
  readonly AccountId?: string;
}

interface ListAccountAssignmentsForPrincipalRequest {
  readonly InstanceArn: string;
  readonly PrincipalId: string;
  readonly PrincipalType: 'USER' | 'GROUP';
  readonly Filter?: ListAccountAssignmentsFilter;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListAccountAssignmentsForPrincipalResponse {
  readonly AccountAssignments?: readonly (AccountAssignmentForPrincipal)[];
  readonly NextToken?: string;
}

interface ListAccountAssignmentsRequest {
  readonly InstanceArn: string;
  readonly AccountId: string;
  readonly PermissionSetArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListAccountAssignmentsResponse {
  readonly AccountAssignments?: readonly (AccountAssignment)[];
  readonly NextToken?: string;
}

interface ListAccountsForProvisionedPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly ProvisioningStatus?: 'LATEST_PERMISSION_SET_PROVISIONED' | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListAccountsForProvisionedPermissionSetResponse {
  readonly AccountIds?: readonly (string)[];
  readonly NextToken?: string;
}

interface ListInstancesRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListInstancesResponse {
  readonly Instances?: readonly (InstanceMetadata)[];
  readonly NextToken?: string;
}

interface ListPermissionSetsProvisionedToAccountRequest {
  readonly InstanceArn: string;
  readonly AccountId: string;
  readonly ProvisioningStatus?: 'LATEST_PERMISSION_SET_PROVISIONED' | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListPermissionSetsProvisionedToAccountResponse {
  readonly NextToken?: string;
  readonly PermissionSets?: readonly (string)[];
}

interface ListPermissionSetsRequest {
  readonly InstanceArn: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListPermissionSetsResponse {
  readonly PermissionSets?: readonly (string)[];
  readonly NextToken?: string;
}

interface PermissionSet {
  readonly Name?: string;
  readonly PermissionSetArn?: string;
  readonly Description?: string;
  readonly CreatedDate?: number;
  readonly SessionDuration?: string;
  readonly RelayState?: string;
}

interface RegionMetadata {
  readonly RegionName?: string;
  readonly Status?: 'ACTIVE' | 'ADDING' | 'REMOVING';
  readonly AddedDate?: number;
  readonly IsPrimaryRegion?: boolean;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}
