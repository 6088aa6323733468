// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  targetPrefix: 'SWBExternalService',
  signingName: 'sso',
  operations: {
    AttachCustomerManagedPolicyReferenceToPermissionSet: {"input":"AttachCustomerManagedPolicyReferenceToPermissionSetRequest","output":"AttachCustomerManagedPolicyReferenceToPermissionSetResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    AttachManagedPolicyToPermissionSet: {"input":"AttachManagedPolicyToPermissionSetRequest","output":"AttachManagedPolicyToPermissionSetResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    CreateAccountAssignment: {"input":"CreateAccountAssignmentRequest","output":"CreateAccountAssignmentResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    CreateInstanceAccessControlAttributeConfiguration: {"input":"CreateInstanceAccessControlAttributeConfigurationRequest","output":"CreateInstanceAccessControlAttributeConfigurationResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    CreatePermissionSet: {"input":"CreatePermissionSetRequest","output":"CreatePermissionSetResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeleteAccountAssignment: {"input":"DeleteAccountAssignmentRequest","output":"DeleteAccountAssignmentResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeleteInlinePolicyFromPermissionSet: {"input":"DeleteInlinePolicyFromPermissionSetRequest","output":"DeleteInlinePolicyFromPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeleteInstanceAccessControlAttributeConfiguration: {"input":"DeleteInstanceAccessControlAttributeConfigurationRequest","output":"DeleteInstanceAccessControlAttributeConfigurationResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeletePermissionSet: {"input":"DeletePermissionSetRequest","output":"DeletePermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DeletePermissionsBoundaryFromPermissionSet: {"input":"DeletePermissionsBoundaryFromPermissionSetRequest","output":"DeletePermissionsBoundaryFromPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DescribeAccountAssignmentCreationStatus: {"input":"DescribeAccountAssignmentCreationStatusRequest","output":"DescribeAccountAssignmentCreationStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribeAccountAssignmentDeletionStatus: {"input":"DescribeAccountAssignmentDeletionStatusRequest","output":"DescribeAccountAssignmentDeletionStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribeInstance: {"input":"DescribeInstanceRequest","output":"DescribeInstanceResponse","errors":["ThrottlingException","InternalServerException","AccessDeniedException","ValidationException"]},
    DescribeInstanceAccessControlAttributeConfiguration: {"input":"DescribeInstanceAccessControlAttributeConfigurationRequest","output":"DescribeInstanceAccessControlAttributeConfigurationResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribePermissionSet: {"input":"DescribePermissionSetRequest","output":"DescribePermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DescribePermissionSetProvisioningStatus: {"input":"DescribePermissionSetProvisioningStatusRequest","output":"DescribePermissionSetProvisioningStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    DetachCustomerManagedPolicyReferenceFromPermissionSet: {"input":"DetachCustomerManagedPolicyReferenceFromPermissionSetRequest","output":"DetachCustomerManagedPolicyReferenceFromPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    DetachManagedPolicyFromPermissionSet: {"input":"DetachManagedPolicyFromPermissionSetRequest","output":"DetachManagedPolicyFromPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    GetInlinePolicyForPermissionSet: {"input":"GetInlinePolicyForPermissionSetRequest","output":"GetInlinePolicyForPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    GetPermissionsBoundaryForPermissionSet: {"input":"GetPermissionsBoundaryForPermissionSetRequest","output":"GetPermissionsBoundaryForPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignmentCreationStatus: {"input":"ListAccountAssignmentCreationStatusRequest","output":"ListAccountAssignmentCreationStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignmentDeletionStatus: {"input":"ListAccountAssignmentDeletionStatusRequest","output":"ListAccountAssignmentDeletionStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignments: {"input":"ListAccountAssignmentsRequest","output":"ListAccountAssignmentsResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountAssignmentsForPrincipal: {"input":"ListAccountAssignmentsForPrincipalRequest","output":"ListAccountAssignmentsForPrincipalResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListAccountsForProvisionedPermissionSet: {"input":"ListAccountsForProvisionedPermissionSetRequest","output":"ListAccountsForProvisionedPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListCustomerManagedPolicyReferencesInPermissionSet: {"input":"ListCustomerManagedPolicyReferencesInPermissionSetRequest","output":"ListCustomerManagedPolicyReferencesInPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListInstances: {"input":"ListInstancesRequest","output":"ListInstancesResponse","errors":["ThrottlingException","InternalServerException","AccessDeniedException","ValidationException"]},
    ListManagedPoliciesInPermissionSet: {"input":"ListManagedPoliciesInPermissionSetRequest","output":"ListManagedPoliciesInPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListPermissionSetProvisioningStatus: {"input":"ListPermissionSetProvisioningStatusRequest","output":"ListPermissionSetProvisioningStatusResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListPermissionSets: {"input":"ListPermissionSetsRequest","output":"ListPermissionSetsResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListPermissionSetsProvisionedToAccount: {"input":"ListPermissionSetsProvisionedToAccountRequest","output":"ListPermissionSetsProvisionedToAccountResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ListRegions: {"input":"ListRegionsRequest","output":"ListRegionsResponse","errors":["ThrottlingException","InternalServerException","AccessDeniedException","ValidationException"]},
    ListTagsForResource: {"input":"ListTagsForResourceRequest","output":"ListTagsForResourceResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException"]},
    ProvisionPermissionSet: {"input":"ProvisionPermissionSetRequest","output":"ProvisionPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    PutInlinePolicyToPermissionSet: {"input":"PutInlinePolicyToPermissionSetRequest","output":"PutInlinePolicyToPermissionSetResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    PutPermissionsBoundaryToPermissionSet: {"input":"PutPermissionsBoundaryToPermissionSetRequest","output":"PutPermissionsBoundaryToPermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    TagResource: {"input":"TagResourceRequest","output":"TagResourceResponse","errors":["ServiceQuotaExceededException","ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    UntagResource: {"input":"UntagResourceRequest","output":"UntagResourceResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    UpdateInstance: {"input":"UpdateInstanceRequest","output":"UpdateInstanceResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    UpdateInstanceAccessControlAttributeConfiguration: {"input":"UpdateInstanceAccessControlAttributeConfigurationRequest","output":"UpdateInstanceAccessControlAttributeConfigurationResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
    UpdatePermissionSet: {"input":"UpdatePermissionSetRequest","output":"UpdatePermissionSetResponse","errors":["ThrottlingException","InternalServerException","ResourceNotFoundException","AccessDeniedException","ValidationException","ConflictException"]},
  },
  shapes: {
    AccessControlAttribute: {"type":"structure","members":{"Key":"AccessControlAttributeKey","Value":"AccessControlAttributeValue"},"required":["Key","Value"]},
    AccessControlAttributeKey: {"type":"string","min":1,"max":128,"pattern":"[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]+"},
    AccessControlAttributeList: {"type":"list","member":"AccessControlAttribute","min":0,"max":50},
    AccessControlAttributeValue: {"type":"structure","members":{"Source":"AccessControlAttributeValueSourceList"},"required":["Source"]},
    AccessControlAttributeValueSource: {"type":"string","min":0,"max":256,"pattern":"[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@\\[\\]\\{\\}\\$\\\\\"]*"},
    AccessControlAttributeValueSourceList: {"type":"list","member":"AccessControlAttributeValueSource","min":1,"max":1},
    AccessDeniedException: {"type":"structure","members":{"Message":"AccessDeniedExceptionMessage","Reason":"AccessDeniedExceptionReason"},"exception":true},
    AccessDeniedExceptionMessage: {"type":"string"},
    AccessDeniedExceptionReason: {"type":"string","enum":["KMS_AccessDeniedException"]},
    AccountAssignment: {"type":"structure","members":{"AccountId":"AccountId","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"}},
    AccountAssignmentForPrincipal: {"type":"structure","members":{"AccountId":"AccountId","PermissionSetArn":"PermissionSetArn","PrincipalId":"PrincipalId","PrincipalType":"PrincipalType"}},
    AccountAssignmentList: {"type":"list","member":"AccountAssignment"},
    AccountAssignmentListForPrincipal: {"type":"list","member":"AccountAssignmentForPrincipal"},
    AccountAssignmentOperationStatus: {"type":"structure","members":{"Status":"StatusValues","RequestId":"UUId","FailureReason":"Reason","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId","CreatedDate":"Date"}},
    AccountAssignmentOperationStatusList: {"type":"list","member":"AccountAssignmentOperationStatusMetadata"},
    AccountAssignmentOperationStatusMetadata: {"type":"structure","members":{"Status":"StatusValues","RequestId":"UUId","CreatedDate":"Date"}},
    AccountId: {"type":"string","min":12,"max":12,"pattern":"\\d{12}"},
    AccountList: {"type":"list","member":"AccountId"},
    AttachCustomerManagedPolicyReferenceToPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","CustomerManagedPolicyReference":"CustomerManagedPolicyReference"},"required":["InstanceArn","PermissionSetArn","CustomerManagedPolicyReference"]},
    AttachCustomerManagedPolicyReferenceToPermissionSetResponse: {"type":"structure","members":{}},
    AttachManagedPolicyToPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","ManagedPolicyArn":"ManagedPolicyArn"},"required":["InstanceArn","PermissionSetArn","ManagedPolicyArn"]},
    AttachManagedPolicyToPermissionSetResponse: {"type":"structure","members":{}},
    AttachedManagedPolicy: {"type":"structure","members":{"Name":"Name","Arn":"ManagedPolicyArn"}},
    AttachedManagedPolicyList: {"type":"list","member":"AttachedManagedPolicy"},
    Boolean: {"type":"boolean"},
    ConflictException: {"type":"structure","members":{"Message":"ConflictExceptionMessage"},"exception":true},
    ConflictExceptionMessage: {"type":"string"},
    CreateAccountAssignmentRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"},"required":["InstanceArn","TargetId","TargetType","PermissionSetArn","PrincipalType","PrincipalId"]},
    CreateAccountAssignmentResponse: {"type":"structure","members":{"AccountAssignmentCreationStatus":"AccountAssignmentOperationStatus"}},
    CreateInstanceAccessControlAttributeConfigurationRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","InstanceAccessControlAttributeConfiguration":"InstanceAccessControlAttributeConfiguration"},"required":["InstanceArn","InstanceAccessControlAttributeConfiguration"]},
    CreateInstanceAccessControlAttributeConfigurationResponse: {"type":"structure","members":{}},
    CreatePermissionSetRequest: {"type":"structure","members":{"Name":"PermissionSetName","Description":"PermissionSetDescription","InstanceArn":"InstanceArn","SessionDuration":"Duration","RelayState":"RelayState","Tags":"TagList"},"required":["Name","InstanceArn"]},
    CreatePermissionSetResponse: {"type":"structure","members":{"PermissionSet":"PermissionSet"}},
    CustomerManagedPolicyReference: {"type":"structure","members":{"Name":"ManagedPolicyName","Path":"ManagedPolicyPath"},"required":["Name"]},
    CustomerManagedPolicyReferenceList: {"type":"list","member":"CustomerManagedPolicyReference"},
    Date: {"type":"timestamp"},
    DeleteAccountAssignmentRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","TargetId":"TargetId","TargetType":"TargetType","PermissionSetArn":"PermissionSetArn","PrincipalType":"PrincipalType","PrincipalId":"PrincipalId"},"required":["InstanceArn","TargetId","TargetType","PermissionSetArn","PrincipalType","PrincipalId"]},
    DeleteAccountAssignmentResponse: {"type":"structure","members":{"AccountAssignmentDeletionStatus":"AccountAssignmentOperationStatus"}},
    DeleteInlinePolicyFromPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    DeleteInlinePolicyFromPermissionSetResponse: {"type":"structure","members":{}},
    DeleteInstanceAccessControlAttributeConfigurationRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn"},"required":["InstanceArn"]},
    DeleteInstanceAccessControlAttributeConfigurationResponse: {"type":"structure","members":{}},
    DeletePermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    DeletePermissionSetResponse: {"type":"structure","members":{}},
    DeletePermissionsBoundaryFromPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    DeletePermissionsBoundaryFromPermissionSetResponse: {"type":"structure","members":{}},
    DescribeAccountAssignmentCreationStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountAssignmentCreationRequestId":"UUId"},"required":["InstanceArn","AccountAssignmentCreationRequestId"]},
    DescribeAccountAssignmentCreationStatusResponse: {"type":"structure","members":{"AccountAssignmentCreationStatus":"AccountAssignmentOperationStatus"}},
    DescribeAccountAssignmentDeletionStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountAssignmentDeletionRequestId":"UUId"},"required":["InstanceArn","AccountAssignmentDeletionRequestId"]},
    DescribeAccountAssignmentDeletionStatusResponse: {"type":"structure","members":{"AccountAssignmentDeletionStatus":"AccountAssignmentOperationStatus"}},
    DescribeInstanceAccessControlAttributeConfigurationRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn"},"required":["InstanceArn"]},
    DescribeInstanceAccessControlAttributeConfigurationResponse: {"type":"structure","members":{"Status":"InstanceAccessControlAttributeConfigurationStatus","StatusReason":"InstanceAccessControlAttributeConfigurationStatusReason","InstanceAccessControlAttributeConfiguration":"InstanceAccessControlAttributeConfiguration"}},
    DescribeInstanceRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn"},"required":["InstanceArn"]},
    DescribeInstanceResponse: {"type":"structure","members":{"InstanceArn":"InstanceArn","IdentityStoreId":"Id","IdentityStoreArn":"InstanceIdentityStoreArn","OwnerAccountId":"AccountId","Name":"NameType","CreatedDate":"Date","Status":"InstanceStatus","StatusReason":"Reason","PrimaryRegion":"RegionName","Regions":"RegionMetadataList","EncryptionConfigurationDetails":"EncryptionConfigurationDetails","PermissionSetsEnabled":"Boolean"}},
    DescribePermissionSetProvisioningStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","ProvisionPermissionSetRequestId":"UUId"},"required":["InstanceArn","ProvisionPermissionSetRequestId"]},
    DescribePermissionSetProvisioningStatusResponse: {"type":"structure","members":{"PermissionSetProvisioningStatus":"PermissionSetProvisioningStatus"}},
    DescribePermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    DescribePermissionSetResponse: {"type":"structure","members":{"PermissionSet":"PermissionSet"}},
    DetachCustomerManagedPolicyReferenceFromPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","CustomerManagedPolicyReference":"CustomerManagedPolicyReference"},"required":["InstanceArn","PermissionSetArn","CustomerManagedPolicyReference"]},
    DetachCustomerManagedPolicyReferenceFromPermissionSetResponse: {"type":"structure","members":{}},
    DetachManagedPolicyFromPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","ManagedPolicyArn":"ManagedPolicyArn"},"required":["InstanceArn","PermissionSetArn","ManagedPolicyArn"]},
    DetachManagedPolicyFromPermissionSetResponse: {"type":"structure","members":{}},
    Duration: {"type":"string","min":1,"max":100,"pattern":"(-?)P(?=\\d|T\\d)(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)([DW]))?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?"},
    EncryptionConfiguration: {"type":"structure","members":{"KeyType":"KmsKeyType","KmsKeyArn":"KmsKeyArn"},"required":["KeyType"]},
    EncryptionConfigurationDetails: {"type":"structure","members":{"KeyType":"KmsKeyType","KmsKeyArn":"KmsKeyArn","EncryptionStatus":"KmsKeyStatus","EncryptionStatusReason":"Reason"}},
    GetInlinePolicyForPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    GetInlinePolicyForPermissionSetResponse: {"type":"structure","members":{"InlinePolicy":"PermissionSetPolicyDocument"}},
    GetPermissionsBoundaryForPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn"},"required":["InstanceArn","PermissionSetArn"]},
    GetPermissionsBoundaryForPermissionSetResponse: {"type":"structure","members":{"PermissionsBoundary":"PermissionsBoundary"}},
    Id: {"type":"string","min":1,"max":64,"pattern":"[a-zA-Z0-9-]*"},
    InstanceAccessControlAttributeConfiguration: {"type":"structure","members":{"AccessControlAttributes":"AccessControlAttributeList"},"required":["AccessControlAttributes"]},
    InstanceAccessControlAttributeConfigurationStatus: {"type":"string","enum":["ENABLED","CREATION_IN_PROGRESS","CREATION_FAILED"]},
    InstanceAccessControlAttributeConfigurationStatusReason: {"type":"string"},
    InstanceArn: {"type":"string","min":10,"max":1224,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}"},
    InstanceIdentityStoreArn: {"type":"string","min":62,"max":93,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:identitystore::\\d{12}:identitystore/(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"},
    InstanceList: {"type":"list","member":"InstanceMetadata","min":0,"max":10},
    InstanceMetadata: {"type":"structure","members":{"InstanceArn":"InstanceArn","IdentityStoreId":"Id","IdentityStoreArn":"InstanceIdentityStoreArn","OwnerAccountId":"AccountId","Name":"NameType","CreatedDate":"Date","Status":"InstanceStatus","StatusReason":"Reason","PrimaryRegion":"RegionName","Regions":"RegionMetadataList"}},
    InstanceStatus: {"type":"string","enum":["CREATE_IN_PROGRESS","CREATE_FAILED","DELETE_IN_PROGRESS","ACTIVE"]},
    InternalFailureMessage: {"type":"string"},
    InternalServerException: {"type":"structure","members":{"Message":"InternalFailureMessage"},"exception":true,"fault":true},
    IsPrimaryRegion: {"type":"boolean"},
    KmsKeyArn: {"type":"string","min":20,"max":2048,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:kms:([a-z]{2,}(-[a-z0-9]+)+){1}:[0-9]{12}:key/(mrk-[a-f0-9]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"},
    KmsKeyStatus: {"type":"string","enum":["UPDATING","ENABLED","UPDATE_FAILED"]},
    KmsKeyType: {"type":"string","enum":["AWS_OWNED_KMS_KEY","CUSTOMER_MANAGED_KEY"]},
    ListAccountAssignmentCreationStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","MaxResults":"MaxResults","NextToken":"Token","Filter":"OperationStatusFilter"},"required":["InstanceArn"]},
    ListAccountAssignmentCreationStatusResponse: {"type":"structure","members":{"AccountAssignmentsCreationStatus":"AccountAssignmentOperationStatusList","NextToken":"Token"}},
    ListAccountAssignmentDeletionStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","MaxResults":"MaxResults","NextToken":"Token","Filter":"OperationStatusFilter"},"required":["InstanceArn"]},
    ListAccountAssignmentDeletionStatusResponse: {"type":"structure","members":{"AccountAssignmentsDeletionStatus":"AccountAssignmentOperationStatusList","NextToken":"Token"}},
    ListAccountAssignmentsFilter: {"type":"structure","members":{"AccountId":"AccountId"}},
    ListAccountAssignmentsForPrincipalRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PrincipalId":"PrincipalId","PrincipalType":"PrincipalType","Filter":"ListAccountAssignmentsFilter","NextToken":"Token","MaxResults":"MaxResults"},"required":["InstanceArn","PrincipalId","PrincipalType"]},
    ListAccountAssignmentsForPrincipalResponse: {"type":"structure","members":{"AccountAssignments":"AccountAssignmentListForPrincipal","NextToken":"Token"}},
    ListAccountAssignmentsRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountId":"TargetId","PermissionSetArn":"PermissionSetArn","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","AccountId","PermissionSetArn"]},
    ListAccountAssignmentsResponse: {"type":"structure","members":{"AccountAssignments":"AccountAssignmentList","NextToken":"Token"}},
    ListAccountsForProvisionedPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","ProvisioningStatus":"ProvisioningStatus","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","PermissionSetArn"]},
    ListAccountsForProvisionedPermissionSetResponse: {"type":"structure","members":{"AccountIds":"AccountList","NextToken":"Token"}},
    ListCustomerManagedPolicyReferencesInPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","PermissionSetArn"]},
    ListCustomerManagedPolicyReferencesInPermissionSetResponse: {"type":"structure","members":{"CustomerManagedPolicyReferences":"CustomerManagedPolicyReferenceList","NextToken":"Token"}},
    ListInstancesRequest: {"type":"structure","members":{"MaxResults":"MaxResults","NextToken":"Token"}},
    ListInstancesResponse: {"type":"structure","members":{"Instances":"InstanceList","NextToken":"Token"}},
    ListManagedPoliciesInPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","PermissionSetArn"]},
    ListManagedPoliciesInPermissionSetResponse: {"type":"structure","members":{"AttachedManagedPolicies":"AttachedManagedPolicyList","NextToken":"Token"}},
    ListPermissionSetProvisioningStatusRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","MaxResults":"MaxResults","NextToken":"Token","Filter":"OperationStatusFilter"},"required":["InstanceArn"]},
    ListPermissionSetProvisioningStatusResponse: {"type":"structure","members":{"PermissionSetsProvisioningStatus":"PermissionSetProvisioningStatusList","NextToken":"Token"}},
    ListPermissionSetsProvisionedToAccountRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","AccountId":"AccountId","ProvisioningStatus":"ProvisioningStatus","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn","AccountId"]},
    ListPermissionSetsProvisionedToAccountResponse: {"type":"structure","members":{"NextToken":"Token","PermissionSets":"PermissionSetList"}},
    ListPermissionSetsRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","NextToken":"Token","MaxResults":"MaxResults"},"required":["InstanceArn"]},
    ListPermissionSetsResponse: {"type":"structure","members":{"PermissionSets":"PermissionSetList","NextToken":"Token"}},
    ListRegionsRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","MaxResults":"MaxResults","NextToken":"Token"},"required":["InstanceArn"]},
    ListRegionsResponse: {"type":"structure","members":{"Regions":"RegionMetadataList","NextToken":"Token"}},
    ListTagsForResourceRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","ResourceArn":"TaggableResourceArn","NextToken":"Token"},"required":["ResourceArn"]},
    ListTagsForResourceResponse: {"type":"structure","members":{"Tags":"TagList","NextToken":"Token"}},
    ManagedPolicyArn: {"type":"string","min":20,"max":2048,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((/[A-Za-z0-9\\.,\\+@=_-]+)*)/([A-Za-z0-9\\.,\\+=@_-]+)"},
    ManagedPolicyName: {"type":"string","min":1,"max":128,"pattern":"[\\w+=,.@-]+"},
    ManagedPolicyPath: {"type":"string","min":1,"max":512,"pattern":"((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"},
    MaxResults: {"type":"integer","min":1,"max":100},
    Name: {"type":"string","min":1,"max":100},
    NameType: {"type":"string","min":0,"max":255,"pattern":"[\\w+=,.@-]+"},
    OperationStatusFilter: {"type":"structure","members":{"Status":"StatusValues"}},
    PermissionSet: {"type":"structure","members":{"Name":"PermissionSetName","PermissionSetArn":"PermissionSetArn","Description":"PermissionSetDescription","CreatedDate":"Date","SessionDuration":"Duration","RelayState":"RelayState"}},
    PermissionSetArn: {"type":"string","min":10,"max":1224,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}"},
    PermissionSetDescription: {"type":"string","min":1,"max":700,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"},
    PermissionSetList: {"type":"list","member":"PermissionSetArn"},
    PermissionSetName: {"type":"string","min":1,"max":32,"pattern":"[\\w+=,.@-]+"},
    PermissionSetPolicyDocument: {"type":"string","min":1,"max":32768,"pattern":"[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"},
    PermissionSetProvisioningStatus: {"type":"structure","members":{"Status":"StatusValues","RequestId":"UUId","AccountId":"AccountId","PermissionSetArn":"PermissionSetArn","FailureReason":"Reason","CreatedDate":"Date"}},
    PermissionSetProvisioningStatusList: {"type":"list","member":"PermissionSetProvisioningStatusMetadata"},
    PermissionSetProvisioningStatusMetadata: {"type":"structure","members":{"Status":"StatusValues","RequestId":"UUId","CreatedDate":"Date"}},
    PermissionsBoundary: {"type":"structure","members":{"CustomerManagedPolicyReference":"CustomerManagedPolicyReference","ManagedPolicyArn":"ManagedPolicyArn"}},
    PrincipalId: {"type":"string","min":1,"max":47,"pattern":"([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    PrincipalType: {"type":"string","enum":["USER","GROUP"]},
    ProvisionPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","TargetId":"TargetId","TargetType":"ProvisionTargetType"},"required":["InstanceArn","PermissionSetArn","TargetType"]},
    ProvisionPermissionSetResponse: {"type":"structure","members":{"PermissionSetProvisioningStatus":"PermissionSetProvisioningStatus"}},
    ProvisionTargetType: {"type":"string","enum":["AWS_ACCOUNT","ALL_PROVISIONED_ACCOUNTS"]},
    ProvisioningStatus: {"type":"string","enum":["LATEST_PERMISSION_SET_PROVISIONED","LATEST_PERMISSION_SET_NOT_PROVISIONED"]},
    PutInlinePolicyToPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","InlinePolicy":"PermissionSetPolicyDocument"},"required":["InstanceArn","PermissionSetArn","InlinePolicy"]},
    PutInlinePolicyToPermissionSetResponse: {"type":"structure","members":{}},
    PutPermissionsBoundaryToPermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","PermissionsBoundary":"PermissionsBoundary"},"required":["InstanceArn","PermissionSetArn","PermissionsBoundary"]},
    PutPermissionsBoundaryToPermissionSetResponse: {"type":"structure","members":{}},
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
    TagKeyList: {"type":"list","member":"TagKey","min":1,"max":75},
    TagList: {"type":"list","member":"Tag","min":0,"max":75},
    TagResourceRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","ResourceArn":"TaggableResourceArn","Tags":"TagList"},"required":["ResourceArn","Tags"]},
    TagResourceResponse: {"type":"structure","members":{}},
    TagValue: {"type":"string","min":0,"max":256,"pattern":"([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"},
    TaggableResourceArn: {"type":"string","min":10,"max":2048,"pattern":"arn:aws(-[a-z]{1,5}){0,3}:sso::((:instance/(sso)?ins-[a-zA-Z0-9-.]{16})|(:permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16})|(\\d{12}:application/(sso)?ins-[a-zA-Z0-9-.]{16}/apl-[a-zA-Z0-9]{16})|(\\d{12}:trustedTokenIssuer/(sso)?ins-[a-zA-Z0-9-.]{16}/tti-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}))"},
    TargetId: {"type":"string","min":12,"max":12,"pattern":"\\d{12}"},
    TargetType: {"type":"string","enum":["AWS_ACCOUNT"]},
    ThrottlingException: {"type":"structure","members":{"Message":"ThrottlingExceptionMessage","Reason":"ThrottlingExceptionReason"},"exception":true},
    ThrottlingExceptionMessage: {"type":"string"},
    ThrottlingExceptionReason: {"type":"string","enum":["KMS_ThrottlingException"]},
    Token: {"type":"string","min":0,"max":2048,"pattern":"[-a-zA-Z0-9+=/_]*"},
    UUId: {"type":"string","min":36,"max":36,"pattern":"\\b[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}\\b"},
    UntagResourceRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","ResourceArn":"TaggableResourceArn","TagKeys":"TagKeyList"},"required":["ResourceArn","TagKeys"]},
    UntagResourceResponse: {"type":"structure","members":{}},
    UpdateInstanceAccessControlAttributeConfigurationRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","InstanceAccessControlAttributeConfiguration":"InstanceAccessControlAttributeConfiguration"},"required":["InstanceArn","InstanceAccessControlAttributeConfiguration"]},
    UpdateInstanceAccessControlAttributeConfigurationResponse: {"type":"structure","members":{}},
    UpdateInstanceRequest: {"type":"structure","members":{"Name":"NameType","InstanceArn":"InstanceArn","EncryptionConfiguration":"EncryptionConfiguration","PermissionSetsEnabled":"Boolean"},"required":["InstanceArn"]},
    UpdateInstanceResponse: {"type":"structure","members":{}},
    UpdatePermissionSetRequest: {"type":"structure","members":{"InstanceArn":"InstanceArn","PermissionSetArn":"PermissionSetArn","Description":"PermissionSetDescription","SessionDuration":"Duration","RelayState":"RelayState"},"required":["InstanceArn","PermissionSetArn"]},
    UpdatePermissionSetResponse: {"type":"structure","members":{}},
    ValidationException: {"type":"structure","members":{"Message":"ValidationExceptionMessage","Reason":"ValidationExceptionReason"},"exception":true},
    ValidationExceptionMessage: {"type":"string"},
    ValidationExceptionReason: {"type":"string","enum":["KMS_InvalidKeyUsageException","KMS_InvalidStateException","KMS_DisabledException"]},
  },
};

export interface Operations {
  AttachCustomerManagedPolicyReferenceToPermissionSet: { input: AttachCustomerManagedPolicyReferenceToPermissionSetRequest; output: AttachCustomerManagedPolicyReferenceToPermissionSetResponse };
  AttachManagedPolicyToPermissionSet: { input: AttachManagedPolicyToPermissionSetRequest; output: AttachManagedPolicyToPermissionSetResponse };
  CreateAccountAssignment: { input: CreateAccountAssignmentRequest; output: CreateAccountAssignmentResponse };
  CreateInstanceAccessControlAttributeConfiguration: { input: CreateInstanceAccessControlAttributeConfigurationRequest; output: CreateInstanceAccessControlAttributeConfigurationResponse };
  CreatePermissionSet: { input: CreatePermissionSetRequest; output: CreatePermissionSetResponse };
  DeleteAccountAssignment: { input: DeleteAccountAssignmentRequest; output: DeleteAccountAssignmentResponse };
  DeleteInlinePolicyFromPermissionSet: { input: DeleteInlinePolicyFromPermissionSetRequest; output: DeleteInlinePolicyFromPermissionSetResponse };
  DeleteInstanceAccessControlAttributeConfiguration: { input: DeleteInstanceAccessControlAttributeConfigurationRequest; output: DeleteInstanceAccessControlAttributeConfigurationResponse };
  DeletePermissionSet: { input: DeletePermissionSetRequest; output: DeletePermissionSetResponse };
  DeletePermissionsBoundaryFromPermissionSet: { input: DeletePermissionsBoundaryFromPermissionSetRequest; output: DeletePermissionsBoundaryFromPermissionSetResponse };
  DescribeAccountAssignmentCreationStatus: { input: DescribeAccountAssignmentCreationStatusRequest; output: DescribeAccountAssignmentCreationStatusResponse };
  DescribeAccountAssignmentDeletionStatus: { input: DescribeAccountAssignmentDeletionStatusRequest; output: DescribeAccountAssignmentDeletionStatusResponse };
  DescribeInstance: { input: DescribeInstanceRequest; output: DescribeInstanceResponse };
  DescribeInstanceAccessControlAttributeConfiguration: { input: DescribeInstanceAccessControlAttributeConfigurationRequest; output: DescribeInstanceAccessControlAttributeConfigurationResponse };
  DescribePermissionSet: { input: DescribePermissionSetRequest; output: DescribePermissionSetResponse };
  DescribePermissionSetProvisioningStatus: { input: DescribePermissionSetProvisioningStatusRequest; output: DescribePermissionSetProvisioningStatusResponse };
  DetachCustomerManagedPolicyReferenceFromPermissionSet: { input: DetachCustomerManagedPolicyReferenceFromPermissionSetRequest; output: DetachCustomerManagedPolicyReferenceFromPermissionSetResponse };
  DetachManagedPolicyFromPermissionSet: { input: DetachManagedPolicyFromPermissionSetRequest; output: DetachManagedPolicyFromPermissionSetResponse };
  GetInlinePolicyForPermissionSet: { input: GetInlinePolicyForPermissionSetRequest; output: GetInlinePolicyForPermissionSetResponse };
  GetPermissionsBoundaryForPermissionSet: { input: GetPermissionsBoundaryForPermissionSetRequest; output: GetPermissionsBoundaryForPermissionSetResponse };
  ListAccountAssignmentCreationStatus: { input: ListAccountAssignmentCreationStatusRequest; output: ListAccountAssignmentCreationStatusResponse };
  ListAccountAssignmentDeletionStatus: { input: ListAccountAssignmentDeletionStatusRequest; output: ListAccountAssignmentDeletionStatusResponse };
  ListAccountAssignments: { input: ListAccountAssignmentsRequest; output: ListAccountAssignmentsResponse };
  ListAccountAssignmentsForPrincipal: { input: ListAccountAssignmentsForPrincipalRequest; output: ListAccountAssignmentsForPrincipalResponse };
  ListAccountsForProvisionedPermissionSet: { input: ListAccountsForProvisionedPermissionSetRequest; output: ListAccountsForProvisionedPermissionSetResponse };
  ListCustomerManagedPolicyReferencesInPermissionSet: { input: ListCustomerManagedPolicyReferencesInPermissionSetRequest; output: ListCustomerManagedPolicyReferencesInPermissionSetResponse };
  ListInstances: { input: ListInstancesRequest; output: ListInstancesResponse };
  ListManagedPoliciesInPermissionSet: { input: ListManagedPoliciesInPermissionSetRequest; output: ListManagedPoliciesInPermissionSetResponse };
  ListPermissionSetProvisioningStatus: { input: ListPermissionSetProvisioningStatusRequest; output: ListPermissionSetProvisioningStatusResponse };
  ListPermissionSets: { input: ListPermissionSetsRequest; output: ListPermissionSetsResponse };
  ListPermissionSetsProvisionedToAccount: { input: ListPermissionSetsProvisionedToAccountRequest; output: ListPermissionSetsProvisionedToAccountResponse };
  ListRegions: { input: ListRegionsRequest; output: ListRegionsResponse };
  ListTagsForResource: { input: ListTagsForResourceRequest; output: ListTagsForResourceResponse };
  ProvisionPermissionSet: { input: ProvisionPermissionSetRequest; output: ProvisionPermissionSetResponse };
  PutInlinePolicyToPermissionSet: { input: PutInlinePolicyToPermissionSetRequest; output: PutInlinePolicyToPermissionSetResponse };
  PutPermissionsBoundaryToPermissionSet: { input: PutPermissionsBoundaryToPermissionSetRequest; output: PutPermissionsBoundaryToPermissionSetResponse };
  TagResource: { input: TagResourceRequest; output: TagResourceResponse };
  UntagResource: { input: UntagResourceRequest; output: UntagResourceResponse };
  UpdateInstance: { input: UpdateInstanceRequest; output: UpdateInstanceResponse };
  UpdateInstanceAccessControlAttributeConfiguration: { input: UpdateInstanceAccessControlAttributeConfigurationRequest; output: UpdateInstanceAccessControlAttributeConfigurationResponse };
  UpdatePermissionSet: { input: UpdatePermissionSetRequest; output: UpdatePermissionSetResponse };
}

interface AccessControlAttribute {
  readonly Key: string;
  readonly Value: AccessControlAttributeValue;
}

interface AccessControlAttributeValue {
  readonly Source: readonly (string)[];
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

interface AccountAssignmentOperationStatusMetadata {
  readonly Status?: 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
  readonly RequestId?: string;
  readonly CreatedDate?: number;
}

interface AttachCustomerManagedPolicyReferenceToPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly CustomerManagedPolicyReference: CustomerManagedPolicyReference;
}

type AttachCustomerManagedPolicyReferenceToPermissionSetResponse = Readonly<Record<string, never>>;

interface AttachManagedPolicyToPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly ManagedPolicyArn: string;
}

type AttachManagedPolicyToPermissionSetResponse = Readonly<Record<string, never>>;

interface AttachedManagedPolicy {
  readonly Name?: string;
  readonly Arn?: string;
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

interface CreateInstanceAccessControlAttributeConfigurationRequest {
  readonly InstanceArn: string;
  readonly InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration;
}

type CreateInstanceAccessControlAttributeConfigurationResponse = Readonly<Record<string, never>>;

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

interface CustomerManagedPolicyReference {
  readonly Name: string;
  readonly Path?: string;
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

interface DeleteInlinePolicyFromPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

type DeleteInlinePolicyFromPermissionSetResponse = Readonly<Record<string, never>>;

interface DeleteInstanceAccessControlAttributeConfigurationRequest {
  readonly InstanceArn: string;
}

type DeleteInstanceAccessControlAttributeConfigurationResponse = Readonly<Record<string, never>>;

interface DeletePermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

type DeletePermissionSetResponse = Readonly<Record<string, never>>;

interface DeletePermissionsBoundaryFromPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

type DeletePermissionsBoundaryFromPermissionSetResponse = Readonly<Record<string, never>>;

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

interface DescribeInstanceAccessControlAttributeConfigurationRequest {
  readonly InstanceArn: string;
}

interface DescribeInstanceAccessControlAttributeConfigurationResponse {
  readonly Status?: 'ENABLED' | 'CREATION_IN_PROGRESS' | 'CREATION_FAILED';
  readonly StatusReason?: string;
  readonly InstanceAccessControlAttributeConfiguration?: InstanceAccessControlAttributeConfiguration;
}

interface DescribeInstanceRequest {
  readonly InstanceArn: string;
}

interface DescribeInstanceResponse {
  readonly InstanceArn?: string;
  readonly IdentityStoreId?: string;
  readonly IdentityStoreArn?: string;
  readonly OwnerAccountId?: string;
  readonly Name?: string;
  readonly CreatedDate?: number;
  readonly Status?: 'CREATE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS' | 'ACTIVE';
  readonly StatusReason?: string;
  readonly PrimaryRegion?: string;
  readonly Regions?: readonly (RegionMetadata)[];
  readonly EncryptionConfigurationDetails?: EncryptionConfigurationDetails;
  readonly PermissionSetsEnabled?: boolean;
}

interface DescribePermissionSetProvisioningStatusRequest {
  readonly InstanceArn: string;
  readonly ProvisionPermissionSetRequestId: string;
}

interface DescribePermissionSetProvisioningStatusResponse {
  readonly PermissionSetProvisioningStatus?: PermissionSetProvisioningStatus;
}

interface DescribePermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

interface DescribePermissionSetResponse {
  readonly PermissionSet?: PermissionSet;
}

interface DetachCustomerManagedPolicyReferenceFromPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly CustomerManagedPolicyReference: CustomerManagedPolicyReference;
}

type DetachCustomerManagedPolicyReferenceFromPermissionSetResponse = Readonly<Record<string, never>>;

interface DetachManagedPolicyFromPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly ManagedPolicyArn: string;
}

type DetachManagedPolicyFromPermissionSetResponse = Readonly<Record<string, never>>;

interface EncryptionConfiguration {
  readonly KeyType: 'AWS_OWNED_KMS_KEY' | 'CUSTOMER_MANAGED_KEY';
  readonly KmsKeyArn?: string;
}

interface EncryptionConfigurationDetails {
  readonly KeyType?: 'AWS_OWNED_KMS_KEY' | 'CUSTOMER_MANAGED_KEY';
  readonly KmsKeyArn?: string;
  readonly EncryptionStatus?: 'UPDATING' | 'ENABLED' | 'UPDATE_FAILED';
  readonly EncryptionStatusReason?: string;
}

interface GetInlinePolicyForPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

interface GetInlinePolicyForPermissionSetResponse {
  readonly InlinePolicy?: string;
}

interface GetPermissionsBoundaryForPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

interface GetPermissionsBoundaryForPermissionSetResponse {
  readonly PermissionsBoundary?: PermissionsBoundary;
}

interface InstanceAccessControlAttributeConfiguration {
  readonly AccessControlAttributes: readonly (AccessControlAttribute)[];
}

interface InstanceMetadata {
  readonly InstanceArn?: string;
  readonly IdentityStoreId?: string;
  readonly IdentityStoreArn?: string;
  readonly OwnerAccountId?: string;
  readonly Name?: string;
  readonly CreatedDate?: number;
  readonly Status?: 'CREATE_IN_PROGRESS' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS' | 'ACTIVE';
  readonly StatusReason?: string;
  readonly PrimaryRegion?: string;
  readonly Regions?: readonly (RegionMetadata)[];
}

interface ListAccountAssignmentCreationStatusRequest {
  readonly InstanceArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filter?: OperationStatusFilter;
}

interface ListAccountAssignmentCreationStatusResponse {
  readonly AccountAssignmentsCreationStatus?: readonly (AccountAssignmentOperationStatusMetadata)[];
  readonly NextToken?: string;
}

interface ListAccountAssignmentDeletionStatusRequest {
  readonly InstanceArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filter?: OperationStatusFilter;
}

interface ListAccountAssignmentDeletionStatusResponse {
  readonly AccountAssignmentsDeletionStatus?: readonly (AccountAssignmentOperationStatusMetadata)[];
  readonly NextToken?: string;
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

interface ListCustomerManagedPolicyReferencesInPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListCustomerManagedPolicyReferencesInPermissionSetResponse {
  readonly CustomerManagedPolicyReferences?: readonly (CustomerManagedPolicyReference)[];
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

interface ListManagedPoliciesInPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListManagedPoliciesInPermissionSetResponse {
  readonly AttachedManagedPolicies?: readonly (AttachedManagedPolicy)[];
  readonly NextToken?: string;
}

interface ListPermissionSetProvisioningStatusRequest {
  readonly InstanceArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filter?: OperationStatusFilter;
}

interface ListPermissionSetProvisioningStatusResponse {
  readonly PermissionSetsProvisioningStatus?: readonly (PermissionSetProvisioningStatusMetadata)[];
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

interface ListRegionsRequest {
  readonly InstanceArn: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListRegionsResponse {
  readonly Regions?: readonly (RegionMetadata)[];
  readonly NextToken?: string;
}

interface ListTagsForResourceRequest {
  readonly InstanceArn?: string;
  readonly ResourceArn: string;
  readonly NextToken?: string;
}

interface ListTagsForResourceResponse {
  readonly Tags?: readonly (Tag)[];
  readonly NextToken?: string;
}

interface OperationStatusFilter {
  readonly Status?: 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
}

interface PermissionSet {
  readonly Name?: string;
  readonly PermissionSetArn?: string;
  readonly Description?: string;
  readonly CreatedDate?: number;
  readonly SessionDuration?: string;
  readonly RelayState?: string;
}

interface PermissionSetProvisioningStatus {
  readonly Status?: 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
  readonly RequestId?: string;
  readonly AccountId?: string;
  readonly PermissionSetArn?: string;
  readonly FailureReason?: string;
  readonly CreatedDate?: number;
}

interface PermissionSetProvisioningStatusMetadata {
  readonly Status?: 'IN_PROGRESS' | 'FAILED' | 'SUCCEEDED';
  readonly RequestId?: string;
  readonly CreatedDate?: number;
}

interface PermissionsBoundary {
  readonly CustomerManagedPolicyReference?: CustomerManagedPolicyReference;
  readonly ManagedPolicyArn?: string;
}

interface ProvisionPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly TargetId?: string;
  readonly TargetType: 'AWS_ACCOUNT' | 'ALL_PROVISIONED_ACCOUNTS';
}

interface ProvisionPermissionSetResponse {
  readonly PermissionSetProvisioningStatus?: PermissionSetProvisioningStatus;
}

interface PutInlinePolicyToPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly InlinePolicy: string;
}

type PutInlinePolicyToPermissionSetResponse = Readonly<Record<string, never>>;

interface PutPermissionsBoundaryToPermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly PermissionsBoundary: PermissionsBoundary;
}

type PutPermissionsBoundaryToPermissionSetResponse = Readonly<Record<string, never>>;

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

interface TagResourceRequest {
  readonly InstanceArn?: string;
  readonly ResourceArn: string;
  readonly Tags: readonly (Tag)[];
}

type TagResourceResponse = Readonly<Record<string, never>>;

interface UntagResourceRequest {
  readonly InstanceArn?: string;
  readonly ResourceArn: string;
  readonly TagKeys: readonly (string)[];
}

type UntagResourceResponse = Readonly<Record<string, never>>;

interface UpdateInstanceAccessControlAttributeConfigurationRequest {
  readonly InstanceArn: string;
  readonly InstanceAccessControlAttributeConfiguration: InstanceAccessControlAttributeConfiguration;
}

type UpdateInstanceAccessControlAttributeConfigurationResponse = Readonly<Record<string, never>>;

interface UpdateInstanceRequest {
  readonly Name?: string;
  readonly InstanceArn: string;
  readonly EncryptionConfiguration?: EncryptionConfiguration;
  readonly PermissionSetsEnabled?: boolean;
}

type UpdateInstanceResponse = Readonly<Record<string, never>>;

interface UpdatePermissionSetRequest {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
  readonly Description?: string;
  readonly SessionDuration?: string;
  readonly RelayState?: string;
}

type UpdatePermissionSetResponse = Readonly<Record<string, never>>;
