// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  targetPrefix: 'AWSIdentityStore',
  signingName: 'identitystore',
  operations: {
    CreateGroup: {"input":"CreateGroupRequest","output":"CreateGroupResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException","ServiceQuotaExceededException"]},
    CreateGroupMembership: {"input":"CreateGroupMembershipRequest","output":"CreateGroupMembershipResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException","ServiceQuotaExceededException"]},
    CreateUser: {"input":"CreateUserRequest","output":"CreateUserResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException","ServiceQuotaExceededException"]},
    DeleteGroup: {"input":"DeleteGroupRequest","output":"DeleteGroupResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException"]},
    DeleteGroupMembership: {"input":"DeleteGroupMembershipRequest","output":"DeleteGroupMembershipResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException"]},
    DeleteUser: {"input":"DeleteUserRequest","output":"DeleteUserResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException"]},
    DescribeGroup: {"input":"DescribeGroupRequest","output":"DescribeGroupResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    DescribeGroupMembership: {"input":"DescribeGroupMembershipRequest","output":"DescribeGroupMembershipResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    DescribeIdentityStore: {"input":"DescribeIdentityStoreRequest","output":"DescribeIdentityStoreResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    DescribeUser: {"input":"DescribeUserRequest","output":"DescribeUserResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    GetGroupId: {"input":"GetGroupIdRequest","output":"GetGroupIdResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    GetGroupMembershipId: {"input":"GetGroupMembershipIdRequest","output":"GetGroupMembershipIdResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    GetUserId: {"input":"GetUserIdRequest","output":"GetUserIdResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    IsMemberInGroups: {"input":"IsMemberInGroupsRequest","output":"IsMemberInGroupsResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    ListGroupMemberships: {"input":"ListGroupMembershipsRequest","output":"ListGroupMembershipsResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    ListGroupMembershipsForMember: {"input":"ListGroupMembershipsForMemberRequest","output":"ListGroupMembershipsForMemberResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    ListGroups: {"input":"ListGroupsRequest","output":"ListGroupsResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    ListIdentityStores: {"input":"ListIdentityStoresRequest","output":"ListIdentityStoresResponse","errors":["ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    ListUsers: {"input":"ListUsersRequest","output":"ListUsersResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","InternalServerException","ValidationException"]},
    UpdateGroup: {"input":"UpdateGroupRequest","output":"UpdateGroupResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException","ServiceQuotaExceededException"]},
    UpdateIdentityStore: {"input":"UpdateIdentityStoreRequest","output":"UpdateIdentityStoreResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException"]},
    UpdateUser: {"input":"UpdateUserRequest","output":"UpdateUserResponse","errors":["ResourceNotFoundException","ThrottlingException","AccessDeniedException","ConflictException","InternalServerException","ValidationException","ServiceQuotaExceededException"]},
  },
  shapes: {
    AccessDeniedException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId","Reason":"AccessDeniedExceptionReason"},"exception":true},
    AccessDeniedExceptionReason: {"type":"string","enum":["KMS_ACCESS_DENIED"]},
    Address: {"type":"structure","members":{"StreetAddress":"SensitiveStringType","Locality":"SensitiveStringType","Region":"SensitiveStringType","PostalCode":"SensitiveStringType","Country":"SensitiveStringType","Formatted":"SensitiveStringType","Type":"SensitiveStringType","Primary":"BooleanType"}},
    Addresses: {"type":"list","member":"Address","min":1,"max":1},
    AlternateIdentifier: {"type":"structure","members":{"ExternalId":"ExternalId","UniqueAttribute":"UniqueAttribute"},"union":true},
    AttributeOperation: {"type":"structure","members":{"AttributePath":"AttributePath","AttributeValue":"AttributeValue"},"required":["AttributePath"]},
    AttributeOperations: {"type":"list","member":"AttributeOperation","min":1,"max":100},
    AttributePath: {"type":"string","min":1,"max":255,"pattern":"(?:\\p{L}+:\\p{L}+:\\p{L}+(?:\\.\\p{L}+){0,3}|\\p{L}+(?:\\.\\p{L}+){0,2})"},
    AttributeValue: {"type":"document"},
    BooleanType: {"type":"boolean"},
    ConflictException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId","Reason":"ConflictExceptionReason"},"exception":true},
    ConflictExceptionReason: {"type":"string","enum":["UNIQUENESS_CONSTRAINT_VIOLATION","CONCURRENT_MODIFICATION"]},
    CreateGroupMembershipRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","MemberId":"MemberId"},"required":["IdentityStoreId","GroupId","MemberId"]},
    CreateGroupMembershipResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId","MembershipArn":"ResourceArn"},"required":["IdentityStoreId","MembershipId","MembershipArn"]},
    CreateGroupRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","DisplayName":"GroupDisplayName","Description":"SensitiveStringType"},"required":["IdentityStoreId"]},
    CreateGroupResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","GroupArn":"ResourceArn","Revision":"ResourceRevision"},"required":["IdentityStoreId","GroupId","GroupArn","Revision"]},
    CreateUserRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserName":"UserName","Name":"Name","DisplayName":"SensitiveStringType","NickName":"SensitiveStringType","ProfileUrl":"SensitiveStringType","Emails":"Emails","Addresses":"Addresses","PhoneNumbers":"PhoneNumbers","UserType":"SensitiveStringType","Title":"SensitiveStringType","PreferredLanguage":"SensitiveStringType","Locale":"SensitiveStringType","Timezone":"SensitiveStringType","Photos":"Photos","Website":"SensitiveStringType","Birthdate":"SensitiveStringType","Roles":"Roles","Extensions":"Extensions"},"required":["IdentityStoreId"]},
    CreateUserResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","UserArn":"ResourceArn","Revision":"ResourceRevision"},"required":["IdentityStoreId","UserId","UserArn","Revision"]},
    DateType: {"type":"timestamp"},
    DeleteGroupMembershipRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId"},"required":["IdentityStoreId","MembershipId"]},
    DeleteGroupMembershipResponse: {"type":"structure","members":{}},
    DeleteGroupRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","Revision":"ResourceRevision"},"required":["IdentityStoreId","GroupId"]},
    DeleteGroupResponse: {"type":"structure","members":{}},
    DeleteUserRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","Revision":"ResourceRevision"},"required":["IdentityStoreId","UserId"]},
    DeleteUserResponse: {"type":"structure","members":{}},
    DescribeGroupMembershipRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId"},"required":["IdentityStoreId","MembershipId"]},
    DescribeGroupMembershipResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId","MembershipArn":"ResourceArn","GroupId":"ResourceId","MemberId":"MemberId","CreatedAt":"DateType","UpdatedAt":"DateType","CreatedBy":"StringType","UpdatedBy":"StringType"},"required":["IdentityStoreId","MembershipId","MembershipArn","GroupId","MemberId"]},
    DescribeGroupRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId"},"required":["IdentityStoreId","GroupId"]},
    DescribeGroupResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","GroupArn":"ResourceArn","Revision":"ResourceRevision","DisplayName":"GroupDisplayName","ExternalIds":"ExternalIds","Description":"SensitiveStringType","CreatedAt":"DateType","UpdatedAt":"DateType","CreatedBy":"StringType","UpdatedBy":"StringType"},"required":["IdentityStoreId","GroupId","GroupArn","Revision"]},
    DescribeIdentityStoreRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId"},"required":["IdentityStoreId"]},
    DescribeIdentityStoreResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","IdentityStoreArn":"IdentityStoreArn","NetworkConfiguration":"NetworkConfigurationDetails"},"required":["IdentityStoreId","IdentityStoreArn"]},
    DescribeUserRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","Extensions":"ExtensionNames"},"required":["IdentityStoreId","UserId"]},
    DescribeUserResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","UserArn":"ResourceArn","Revision":"ResourceRevision","UserName":"UserName","ExternalIds":"ExternalIds","Name":"Name","DisplayName":"SensitiveStringType","NickName":"SensitiveStringType","ProfileUrl":"SensitiveStringType","Emails":"Emails","Addresses":"Addresses","PhoneNumbers":"PhoneNumbers","UserType":"SensitiveStringType","Title":"SensitiveStringType","PreferredLanguage":"SensitiveStringType","Locale":"SensitiveStringType","Timezone":"SensitiveStringType","UserStatus":"UserStatus","Photos":"Photos","Website":"SensitiveStringType","Birthdate":"SensitiveStringType","Roles":"Roles","CreatedAt":"DateType","CreatedBy":"StringType","UpdatedAt":"DateType","UpdatedBy":"StringType","Extensions":"Extensions"},"required":["IdentityStoreId","UserId","UserArn","Revision"]},
    Email: {"type":"structure","members":{"Value":"SensitiveStringType","Type":"SensitiveStringType","Primary":"BooleanType"}},
    Emails: {"type":"list","member":"Email","min":1,"max":10},
    ExceptionMessage: {"type":"string"},
    ExtensionName: {"type":"string","min":1,"max":50,"pattern":"aws:identitystore:[a-z]{1,20}"},
    ExtensionNames: {"type":"list","member":"ExtensionName","min":1,"max":10},
    Extensions: {"type":"map","key":"ExtensionName","value":"AttributeValue","min":1,"max":10},
    ExternalId: {"type":"structure","members":{"Issuer":"ExternalIdIssuer","Id":"ExternalIdIdentifier"},"required":["Issuer","Id"]},
    ExternalIdIdentifier: {"type":"string","min":1,"max":256,"pattern":"[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+","sensitive":true},
    ExternalIdIssuer: {"type":"string","min":1,"max":256,"pattern":"[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+","sensitive":true},
    ExternalIds: {"type":"list","member":"ExternalId","min":1,"max":10},
    Filter: {"type":"structure","members":{"AttributePath":"AttributePath","AttributeValue":"SensitiveStringType"},"required":["AttributePath","AttributeValue"]},
    Filters: {"type":"list","member":"Filter","min":0,"max":1},
    GetGroupIdRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","AlternateIdentifier":"AlternateIdentifier"},"required":["IdentityStoreId","AlternateIdentifier"]},
    GetGroupIdResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","GroupArn":"ResourceArn"},"required":["IdentityStoreId","GroupId","GroupArn"]},
    GetGroupMembershipIdRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","MemberId":"MemberId"},"required":["IdentityStoreId","GroupId","MemberId"]},
    GetGroupMembershipIdResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId","MembershipArn":"ResourceArn"},"required":["IdentityStoreId","MembershipId","MembershipArn"]},
    GetUserIdRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","AlternateIdentifier":"AlternateIdentifier"},"required":["IdentityStoreId","AlternateIdentifier"]},
    GetUserIdResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","UserArn":"ResourceArn"},"required":["IdentityStoreId","UserId","UserArn"]},
    Group: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","GroupArn":"ResourceArn","Revision":"ResourceRevision","DisplayName":"GroupDisplayName","ExternalIds":"ExternalIds","Description":"SensitiveStringType","CreatedAt":"DateType","UpdatedAt":"DateType","CreatedBy":"StringType","UpdatedBy":"StringType"},"required":["IdentityStoreId","GroupId","GroupArn","Revision"]},
    GroupDisplayName: {"type":"string","min":1,"max":1024,"pattern":"[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r  　]+","sensitive":true},
    GroupIds: {"type":"list","member":"ResourceId","min":1,"max":100},
    GroupMembership: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MembershipId":"ResourceId","MembershipArn":"ResourceArn","GroupId":"ResourceId","MemberId":"MemberId","CreatedAt":"DateType","UpdatedAt":"DateType","CreatedBy":"StringType","UpdatedBy":"StringType"},"required":["IdentityStoreId","MembershipId","MembershipArn"]},
    GroupMembershipExistenceResult: {"type":"structure","members":{"GroupId":"ResourceId","MemberId":"MemberId","MembershipExists":"BooleanType"}},
    GroupMembershipExistenceResults: {"type":"list","member":"GroupMembershipExistenceResult"},
    GroupMemberships: {"type":"list","member":"GroupMembership"},
    Groups: {"type":"list","member":"Group"},
    IdentityStore: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","IdentityStoreArn":"IdentityStoreArn"},"required":["IdentityStoreId","IdentityStoreArn"]},
    IdentityStoreArn: {"type":"string","min":62,"max":93,"pattern":"arn:aws[a-z-]*:identitystore::\\d{12}:identitystore/(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"},
    IdentityStoreId: {"type":"string","min":1,"max":93,"pattern":"(arn:aws[a-z-]*:identitystore::\\d{12}:identitystore/)?(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"},
    IdentityStores: {"type":"list","member":"IdentityStore"},
    InternalServerException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId","RetryAfterSeconds":"RetryAfterSeconds"},"exception":true,"fault":true},
    IpCidrList: {"type":"list","member":"IpCidrType","min":1,"max":50},
    IpCidrType: {"type":"string","min":2,"max":43,"pattern":"((([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\\.){3}([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])(\\/(3[0-2]|[1-2][0-9]|[0-9]))?|(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:(:[0-9a-fA-F]{1,4}){1,6}|:((:[0-9a-fA-F]{1,4}){1,7}|:))(\\/(12[0-8]|1[0-1][0-9]|[1-9][0-9]|[0-9]))?)"},
    IsMemberInGroupsRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MemberId":"MemberId","GroupIds":"GroupIds"},"required":["IdentityStoreId","MemberId","GroupIds"]},
    IsMemberInGroupsResponse: {"type":"structure","members":{"Results":"GroupMembershipExistenceResults"},"required":["Results"]},
    ListGroupMembershipsForMemberRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MemberId":"MemberId","MaxResults":"MaxResults","NextToken":"NextToken"},"required":["IdentityStoreId","MemberId"]},
    ListGroupMembershipsForMemberResponse: {"type":"structure","members":{"GroupMemberships":"GroupMemberships","NextToken":"NextToken"},"required":["GroupMemberships"]},
    ListGroupMembershipsRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","MaxResults":"MaxResults","NextToken":"NextToken"},"required":["IdentityStoreId","GroupId"]},
    ListGroupMembershipsResponse: {"type":"structure","members":{"GroupMemberships":"GroupMemberships","NextToken":"NextToken"},"required":["GroupMemberships"]},
    ListGroupsRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","MaxResults":"MaxResults","NextToken":"NextToken","Filters":"Filters"},"required":["IdentityStoreId"]},
    ListGroupsResponse: {"type":"structure","members":{"Groups":"Groups","NextToken":"NextToken"},"required":["Groups"]},
    ListIdentityStoresRequest: {"type":"structure","members":{"MaxResults":"MaxResults","NextToken":"NextToken"}},
    ListIdentityStoresResponse: {"type":"structure","members":{"IdentityStores":"IdentityStores","NextToken":"NextToken"},"required":["IdentityStores"]},
    ListUsersRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","Extensions":"ExtensionNames","MaxResults":"MaxResults","NextToken":"NextToken","Filters":"Filters"},"required":["IdentityStoreId"]},
    ListUsersResponse: {"type":"structure","members":{"Users":"Users","NextToken":"NextToken"},"required":["Users"]},
    MaxResults: {"type":"integer","min":1,"max":100},
    MemberId: {"type":"structure","members":{"UserId":"ResourceId"},"union":true},
    Name: {"type":"structure","members":{"Formatted":"SensitiveStringType","FamilyName":"SensitiveStringType","GivenName":"SensitiveStringType","MiddleName":"SensitiveStringType","HonorificPrefix":"SensitiveStringType","HonorificSuffix":"SensitiveStringType"}},
    NetworkConfiguration: {"type":"structure","members":{"VpceAccessRequired":"BooleanType","ApiRestrictSourceVpcs":"VpcIdList","ApiAllowSourceIps":"IpCidrList","ScimAllowSourceIps":"IpCidrList"},"required":["VpceAccessRequired"]},
    NetworkConfigurationDetails: {"type":"structure","members":{"VpceAccessRequired":"BooleanType","ApiRestrictSourceVpcs":"VpcIdList","ApiAllowSourceIps":"IpCidrList","ScimAllowSourceIps":"IpCidrList"},"required":["VpceAccessRequired"]},
    NextToken: {"type":"string","min":1,"max":65535,"pattern":"[-a-zA-Z0-9+=/:_]*"},
    PhoneNumber: {"type":"structure","members":{"Value":"SensitiveStringType","Type":"SensitiveStringType","Primary":"BooleanType"}},
    PhoneNumbers: {"type":"list","member":"PhoneNumber","min":1,"max":1},
    Photo: {"type":"structure","members":{"Value":"SensitiveStringType","Type":"SensitiveStringType","Display":"SensitiveStringType","Primary":"BooleanType"},"required":["Value"]},
    Photos: {"type":"list","member":"Photo","min":1,"max":3},
    RequestId: {"type":"string","min":1,"max":36,"pattern":"[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    ResourceArn: {"type":"string","min":60,"max":100,"pattern":"arn:aws[a-z-]*:identitystore:::(user|group|membership)/([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    ResourceId: {"type":"string","min":1,"max":100,"pattern":"(arn:aws[a-z-]*:identitystore:::(user|group|membership)/)?([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"},
    ResourceNotFoundException: {"type":"structure","members":{"ResourceType":"ResourceType","ResourceId":"ResourceId","Reason":"ResourceNotFoundExceptionReason","Message":"ExceptionMessage","RequestId":"RequestId"},"exception":true},
    ResourceNotFoundExceptionReason: {"type":"string","enum":["KMS_KEY_NOT_FOUND"]},
    ResourceRevision: {"type":"string","min":1,"max":64,"pattern":"[0-9]+"},
    ResourceType: {"type":"string","enum":["GROUP","USER","IDENTITY_STORE","GROUP_MEMBERSHIP","RESOURCE_POLICY"]},
    RetryAfterSeconds: {"type":"integer"},
    Role: {"type":"structure","members":{"Value":"SensitiveStringType","Type":"SensitiveStringType","Primary":"BooleanType"}},
    Roles: {"type":"list","member":"Role","min":1,"max":1},
    SensitiveStringType: {"type":"string","min":1,"max":1024,"pattern":"[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r  　]+","sensitive":true},
    ServiceQuotaExceededException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId"},"exception":true},
    StringType: {"type":"string"},
    ThrottlingException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId","RetryAfterSeconds":"RetryAfterSeconds","Reason":"ThrottlingExceptionReason"},"exception":true},
    ThrottlingExceptionReason: {"type":"string","enum":["KMS_THROTTLING"]},
    UniqueAttribute: {"type":"structure","members":{"AttributePath":"AttributePath","AttributeValue":"AttributeValue"},"required":["AttributePath","AttributeValue"]},
    UpdateGroupRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","Operations":"AttributeOperations","Revision":"ResourceRevision"},"required":["IdentityStoreId","GroupId","Operations"]},
    UpdateGroupResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","GroupId":"ResourceId","GroupArn":"ResourceArn","Revision":"ResourceRevision"},"required":["IdentityStoreId","GroupId","GroupArn","Revision"]},
    UpdateIdentityStoreRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","NetworkConfiguration":"NetworkConfiguration"},"required":["IdentityStoreId"]},
    UpdateIdentityStoreResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","IdentityStoreArn":"IdentityStoreArn"},"required":["IdentityStoreId","IdentityStoreArn"]},
    UpdateUserRequest: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","Operations":"AttributeOperations","Revision":"ResourceRevision"},"required":["IdentityStoreId","UserId","Operations"]},
    UpdateUserResponse: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","UserArn":"ResourceArn","Revision":"ResourceRevision"},"required":["IdentityStoreId","UserId","UserArn","Revision"]},
    User: {"type":"structure","members":{"IdentityStoreId":"IdentityStoreId","UserId":"ResourceId","UserArn":"ResourceArn","Revision":"ResourceRevision","UserName":"UserName","ExternalIds":"ExternalIds","Name":"Name","DisplayName":"SensitiveStringType","NickName":"SensitiveStringType","ProfileUrl":"SensitiveStringType","Emails":"Emails","Addresses":"Addresses","PhoneNumbers":"PhoneNumbers","UserType":"SensitiveStringType","Title":"SensitiveStringType","PreferredLanguage":"SensitiveStringType","Locale":"SensitiveStringType","Timezone":"SensitiveStringType","UserStatus":"UserStatus","Photos":"Photos","Website":"SensitiveStringType","Birthdate":"SensitiveStringType","Roles":"Roles","CreatedAt":"DateType","CreatedBy":"StringType","UpdatedAt":"DateType","UpdatedBy":"StringType","Extensions":"Extensions"},"required":["IdentityStoreId","UserId","UserArn","Revision"]},
    UserName: {"type":"string","min":1,"max":128,"pattern":"[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+","sensitive":true},
    UserStatus: {"type":"string","enum":["ENABLED","DISABLED"]},
    Users: {"type":"list","member":"User"},
    ValidationException: {"type":"structure","members":{"Message":"ExceptionMessage","RequestId":"RequestId","Reason":"ValidationExceptionReason"},"exception":true},
    ValidationExceptionReason: {"type":"string","enum":["KMS_INVALID_ARN","KMS_INVALID_KEY_USAGE","KMS_INVALID_STATE","KMS_DISABLED"]},
    VpcIdList: {"type":"list","member":"VpcIdType","min":1,"max":50},
    VpcIdType: {"type":"string","min":12,"max":21,"pattern":"vpc-([0-9a-f]){8}(([0-9a-f]){9})?"},
  },
};

export interface Operations {
  CreateGroup: { input: CreateGroupRequest; output: CreateGroupResponse };
  CreateGroupMembership: { input: CreateGroupMembershipRequest; output: CreateGroupMembershipResponse };
  CreateUser: { input: CreateUserRequest; output: CreateUserResponse };
  DeleteGroup: { input: DeleteGroupRequest; output: DeleteGroupResponse };
  DeleteGroupMembership: { input: DeleteGroupMembershipRequest; output: DeleteGroupMembershipResponse };
  DeleteUser: { input: DeleteUserRequest; output: DeleteUserResponse };
  DescribeGroup: { input: DescribeGroupRequest; output: DescribeGroupResponse };
  DescribeGroupMembership: { input: DescribeGroupMembershipRequest; output: DescribeGroupMembershipResponse };
  DescribeIdentityStore: { input: DescribeIdentityStoreRequest; output: DescribeIdentityStoreResponse };
  DescribeUser: { input: DescribeUserRequest; output: DescribeUserResponse };
  GetGroupId: { input: GetGroupIdRequest; output: GetGroupIdResponse };
  GetGroupMembershipId: { input: GetGroupMembershipIdRequest; output: GetGroupMembershipIdResponse };
  GetUserId: { input: GetUserIdRequest; output: GetUserIdResponse };
  IsMemberInGroups: { input: IsMemberInGroupsRequest; output: IsMemberInGroupsResponse };
  ListGroupMemberships: { input: ListGroupMembershipsRequest; output: ListGroupMembershipsResponse };
  ListGroupMembershipsForMember: { input: ListGroupMembershipsForMemberRequest; output: ListGroupMembershipsForMemberResponse };
  ListGroups: { input: ListGroupsRequest; output: ListGroupsResponse };
  ListIdentityStores: { input: ListIdentityStoresRequest; output: ListIdentityStoresResponse };
  ListUsers: { input: ListUsersRequest; output: ListUsersResponse };
  UpdateGroup: { input: UpdateGroupRequest; output: UpdateGroupResponse };
  UpdateIdentityStore: { input: UpdateIdentityStoreRequest; output: UpdateIdentityStoreResponse };
  UpdateUser: { input: UpdateUserRequest; output: UpdateUserResponse };
}

interface Address {
  readonly StreetAddress?: string;
  readonly Locality?: string;
  readonly Region?: string;
  readonly PostalCode?: string;
  readonly Country?: string;
  readonly Formatted?: string;
  readonly Type?: string;
  readonly Primary?: boolean;
}

interface AlternateIdentifier {
  readonly ExternalId?: ExternalId;
  readonly UniqueAttribute?: UniqueAttribute;
}

interface AttributeOperation {
  readonly AttributePath: string;
  readonly AttributeValue?: unknown;
}

interface CreateGroupMembershipRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly MemberId: MemberId;
}

interface CreateGroupMembershipResponse {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
  readonly MembershipArn: string;
}

interface CreateGroupRequest {
  readonly IdentityStoreId: string;
  readonly DisplayName?: string;
  readonly Description?: string;
}

interface CreateGroupResponse {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly GroupArn: string;
  readonly Revision: string;
}

interface CreateUserRequest {
  readonly IdentityStoreId: string;
  readonly UserName?: string;
  readonly Name?: Name;
  readonly DisplayName?: string;
  readonly NickName?: string;
  readonly ProfileUrl?: string;
  readonly Emails?: readonly (Email)[];
  readonly Addresses?: readonly (Address)[];
  readonly PhoneNumbers?: readonly (PhoneNumber)[];
  readonly UserType?: string;
  readonly Title?: string;
  readonly PreferredLanguage?: string;
  readonly Locale?: string;
  readonly Timezone?: string;
  readonly Photos?: readonly (Photo)[];
  readonly Website?: string;
  readonly Birthdate?: string;
  readonly Roles?: readonly (Role)[];
  readonly Extensions?: Readonly<Record<string, unknown>>;
}

interface CreateUserResponse {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly UserArn: string;
  readonly Revision: string;
}

interface DeleteGroupMembershipRequest {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
}

type DeleteGroupMembershipResponse = Readonly<Record<string, never>>;

interface DeleteGroupRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly Revision?: string;
}

type DeleteGroupResponse = Readonly<Record<string, never>>;

interface DeleteUserRequest {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly Revision?: string;
}

type DeleteUserResponse = Readonly<Record<string, never>>;

interface DescribeGroupMembershipRequest {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
}

interface DescribeGroupMembershipResponse {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
  readonly MembershipArn: string;
  readonly GroupId: string;
  readonly MemberId: MemberId;
  readonly CreatedAt?: number;
  readonly UpdatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedBy?: string;
}

interface DescribeGroupRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
}

interface DescribeGroupResponse {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly GroupArn: string;
  readonly Revision: string;
  readonly DisplayName?: string;
  readonly ExternalIds?: readonly (ExternalId)[];
  readonly Description?: string;
  readonly CreatedAt?: number;
  readonly UpdatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedBy?: string;
}

interface DescribeIdentityStoreRequest {
  readonly IdentityStoreId: string;
}

interface DescribeIdentityStoreResponse {
  readonly IdentityStoreId: string;
  readonly IdentityStoreArn: string;
  readonly NetworkConfiguration?: NetworkConfigurationDetails;
}

interface DescribeUserRequest {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly Extensions?: readonly (string)[];
}

interface DescribeUserResponse {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly UserArn: string;
  readonly Revision: string;
  readonly UserName?: string;
  readonly ExternalIds?: readonly (ExternalId)[];
  readonly Name?: Name;
  readonly DisplayName?: string;
  readonly NickName?: string;
  readonly ProfileUrl?: string;
  readonly Emails?: readonly (Email)[];
  readonly Addresses?: readonly (Address)[];
  readonly PhoneNumbers?: readonly (PhoneNumber)[];
  readonly UserType?: string;
  readonly Title?: string;
  readonly PreferredLanguage?: string;
  readonly Locale?: string;
  readonly Timezone?: string;
  readonly UserStatus?: 'ENABLED' | 'DISABLED';
  readonly Photos?: readonly (Photo)[];
  readonly Website?: string;
  readonly Birthdate?: string;
  readonly Roles?: readonly (Role)[];
  readonly CreatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedAt?: number;
  readonly UpdatedBy?: string;
  readonly Extensions?: Readonly<Record<string, unknown>>;
}

interface Email {
  readonly Value?: string;
  readonly Type?: string;
  readonly Primary?: boolean;
}

interface ExternalId {
  readonly Issuer: string;
  readonly Id: string;
}

interface Filter {
  readonly AttributePath: string;
  readonly AttributeValue: string;
}

interface GetGroupIdRequest {
  readonly IdentityStoreId: string;
  readonly AlternateIdentifier: AlternateIdentifier;
}

interface GetGroupIdResponse {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly GroupArn: string;
}

interface GetGroupMembershipIdRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly MemberId: MemberId;
}

interface GetGroupMembershipIdResponse {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
  readonly MembershipArn: string;
}

interface GetUserIdRequest {
  readonly IdentityStoreId: string;
  readonly AlternateIdentifier: AlternateIdentifier;
}

interface GetUserIdResponse {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly UserArn: string;
}

interface Group {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly GroupArn: string;
  readonly Revision: string;
  readonly DisplayName?: string;
  readonly ExternalIds?: readonly (ExternalId)[];
  readonly Description?: string;
  readonly CreatedAt?: number;
  readonly UpdatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedBy?: string;
}

interface GroupMembership {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
  readonly MembershipArn: string;
  readonly GroupId?: string;
  readonly MemberId?: MemberId;
  readonly CreatedAt?: number;
  readonly UpdatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedBy?: string;
}

interface GroupMembershipExistenceResult {
  readonly GroupId?: string;
  readonly MemberId?: MemberId;
  readonly MembershipExists?: boolean;
}

interface IdentityStore {
  readonly IdentityStoreId: string;
  readonly IdentityStoreArn: string;
}

interface IsMemberInGroupsRequest {
  readonly IdentityStoreId: string;
  readonly MemberId: MemberId;
  readonly GroupIds: readonly (string)[];
}

interface IsMemberInGroupsResponse {
  readonly Results: readonly (GroupMembershipExistenceResult)[];
}

interface ListGroupMembershipsForMemberRequest {
  readonly IdentityStoreId: string;
  readonly MemberId: MemberId;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListGroupMembershipsForMemberResponse {
  readonly GroupMemberships: readonly (GroupMembership)[];
  readonly NextToken?: string;
}

interface ListGroupMembershipsRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListGroupMembershipsResponse {
  readonly GroupMemberships: readonly (GroupMembership)[];
  readonly NextToken?: string;
}

interface ListGroupsRequest {
  readonly IdentityStoreId: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filters?: readonly (Filter)[];
}

interface ListGroupsResponse {
  readonly Groups: readonly (Group)[];
  readonly NextToken?: string;
}

interface ListIdentityStoresRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ListIdentityStoresResponse {
  readonly IdentityStores: readonly (IdentityStore)[];
  readonly NextToken?: string;
}

interface ListUsersRequest {
  readonly IdentityStoreId: string;
  readonly Extensions?: readonly (string)[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly Filters?: readonly (Filter)[];
}

interface ListUsersResponse {
  readonly Users: readonly (User)[];
  readonly NextToken?: string;
}

interface MemberId {
  readonly UserId?: string;
}

interface Name {
  readonly Formatted?: string;
  readonly FamilyName?: string;
  readonly GivenName?: string;
  readonly MiddleName?: string;
  readonly HonorificPrefix?: string;
  readonly HonorificSuffix?: string;
}

interface NetworkConfiguration {
  readonly VpceAccessRequired: boolean;
  readonly ApiRestrictSourceVpcs?: readonly (string)[];
  readonly ApiAllowSourceIps?: readonly (string)[];
  readonly ScimAllowSourceIps?: readonly (string)[];
}

interface NetworkConfigurationDetails {
  readonly VpceAccessRequired: boolean;
  readonly ApiRestrictSourceVpcs?: readonly (string)[];
  readonly ApiAllowSourceIps?: readonly (string)[];
  readonly ScimAllowSourceIps?: readonly (string)[];
}

interface PhoneNumber {
  readonly Value?: string;
  readonly Type?: string;
  readonly Primary?: boolean;
}

interface Photo {
  readonly Value: string;
  readonly Type?: string;
  readonly Display?: string;
  readonly Primary?: boolean;
}

interface Role {
  readonly Value?: string;
  readonly Type?: string;
  readonly Primary?: boolean;
}

interface UniqueAttribute {
  readonly AttributePath: string;
  readonly AttributeValue: unknown;
}

interface UpdateGroupRequest {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly Operations: readonly (AttributeOperation)[];
  readonly Revision?: string;
}

interface UpdateGroupResponse {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly GroupArn: string;
  readonly Revision: string;
}

interface UpdateIdentityStoreRequest {
  readonly IdentityStoreId: string;
  readonly NetworkConfiguration?: NetworkConfiguration;
}

interface UpdateIdentityStoreResponse {
  readonly IdentityStoreId: string;
  readonly IdentityStoreArn: string;
}

interface UpdateUserRequest {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly Operations: readonly (AttributeOperation)[];
  readonly Revision?: string;
}

interface UpdateUserResponse {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly UserArn: string;
  readonly Revision: string;
}

interface User {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly UserArn: string;
  readonly Revision: string;
  readonly UserName?: string;
  readonly ExternalIds?: readonly (ExternalId)[];
  readonly Name?: Name;
  readonly DisplayName?: string;
  readonly NickName?: string;
  readonly ProfileUrl?: string;
  readonly Emails?: readonly (Email)[];
  readonly Addresses?: readonly (Address)[];
  readonly PhoneNumbers?: readonly (PhoneNumber)[];
  readonly UserType?: string;
  readonly Title?: string;
  readonly PreferredLanguage?: string;
  readonly Locale?: string;
  readonly Timezone?: string;
  readonly UserStatus?: 'ENABLED' | 'DISABLED';
  readonly Photos?: readonly (Photo)[];
  readonly Website?: string;
  readonly Birthdate?: string;
  readonly Roles?: readonly (Role)[];
  readonly CreatedAt?: number;
  readonly CreatedBy?: string;
  readonly UpdatedAt?: number;
  readonly UpdatedBy?: string;
  readonly Extensions?: Readonly<Record<string, unknown>>;
}
