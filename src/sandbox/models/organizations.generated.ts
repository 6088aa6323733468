// Written by scripts/derive-models.ts from the service model published with botocore (Apache-2.0). Do not edit.

import type { ServiceModel } from './model.ts';

export const model: ServiceModel = {
  targetPrefix: 'AWSOrganizationsV20161128',
  signingName: 'organizations',
  operations: {
    CloseAccount: {"input":"CloseAccountRequest","errors":["AccessDeniedException","AccountAlreadyClosedException","AccountNotFoundException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ConflictException","ConstraintViolationException","InvalidInputException","ServiceException","TooManyRequestsException","UnsupportedAPIEndpointException"]},
    CreateAccount: {"input":"CreateAccountRequest","output":"CreateAccountResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ConstraintViolationException","InvalidInputException","FinalizingOrganizationException","ServiceException","TooManyRequestsException","UnsupportedAPIEndpointException"]},
    CreateOrganizationalUnit: {"input":"CreateOrganizationalUnitRequest","output":"CreateOrganizationalUnitResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ConstraintViolationException","DuplicateOrganizationalUnitException","InvalidInputException","ParentNotFoundException","ServiceException","TooManyRequestsException"]},
    DeleteOrganizationalUnit: {"input":"DeleteOrganizationalUnitRequest","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConcurrentModificationException","InvalidInputException","OrganizationalUnitNotEmptyException","OrganizationalUnitNotFoundException","ServiceException","TooManyRequestsException"]},
    DeregisterDelegatedAdministrator: {"input":"DeregisterDelegatedAdministratorRequest","errors":["AccessDeniedException","AccountNotFoundException","AccountNotRegisteredException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ConstraintViolationException","InvalidInputException","TooManyRequestsException","ServiceException","UnsupportedAPIEndpointException"]},
    DescribeAccount: {"input":"DescribeAccountRequest","output":"DescribeAccountResponse","errors":["AccessDeniedException","AccountNotFoundException","AWSOrganizationsNotInUseException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    DescribeCreateAccountStatus: {"input":"DescribeCreateAccountStatusRequest","output":"DescribeCreateAccountStatusResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","CreateAccountStatusNotFoundException","InvalidInputException","ServiceException","TooManyRequestsException","UnsupportedAPIEndpointException"]},
    DescribeOrganization: {"output":"DescribeOrganizationResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ServiceException","TooManyRequestsException"]},
    DescribeOrganizationalUnit: {"input":"DescribeOrganizationalUnitRequest","output":"DescribeOrganizationalUnitResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","OrganizationalUnitNotFoundException","ServiceException","TooManyRequestsException"]},
    ListAWSServiceAccessForOrganization: {"input":"ListAWSServiceAccessForOrganizationRequest","output":"ListAWSServiceAccessForOrganizationResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConstraintViolationException","InvalidInputException","ServiceException","TooManyRequestsException","UnsupportedAPIEndpointException"]},
    ListAccounts: {"input":"ListAccountsRequest","output":"ListAccountsResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    ListAccountsForParent: {"input":"ListAccountsForParentRequest","output":"ListAccountsForParentResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ParentNotFoundException","ServiceException","TooManyRequestsException"]},
    ListChildren: {"input":"ListChildrenRequest","output":"ListChildrenResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ParentNotFoundException","ServiceException","TooManyRequestsException"]},
    ListCreateAccountStatus: {"input":"ListCreateAccountStatusRequest","output":"ListCreateAccountStatusResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ServiceException","TooManyRequestsException","UnsupportedAPIEndpointException"]},
    ListDelegatedAdministrators: {"input":"ListDelegatedAdministratorsRequest","output":"ListDelegatedAdministratorsResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConstraintViolationException","InvalidInputException","TooManyRequestsException","ServiceException","UnsupportedAPIEndpointException"]},
    ListDelegatedServicesForAccount: {"input":"ListDelegatedServicesForAccountRequest","output":"ListDelegatedServicesForAccountResponse","errors":["AccessDeniedException","AccountNotFoundException","AccountNotRegisteredException","AWSOrganizationsNotInUseException","ConstraintViolationException","InvalidInputException","TooManyRequestsException","ServiceException","UnsupportedAPIEndpointException"]},
    ListOrganizationalUnitsForParent: {"input":"ListOrganizationalUnitsForParentRequest","output":"ListOrganizationalUnitsForParentResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ParentNotFoundException","ServiceException","TooManyRequestsException"]},
    ListParents: {"input":"ListParentsRequest","output":"ListParentsResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ChildNotFoundException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    ListRoots: {"input":"ListRootsRequest","output":"ListRootsResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    ListTagsForResource: {"input":"ListTagsForResourceRequest","output":"ListTagsForResourceResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","TargetNotFoundException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    MoveAccount: {"input":"MoveAccountRequest","errors":["AccessDeniedException","InvalidInputException","SourceParentNotFoundException","DestinationParentNotFoundException","DuplicateAccountException","AccountNotFoundException","TooManyRequestsException","ConcurrentModificationException","AWSOrganizationsNotInUseException","ServiceException"]},
    RegisterDelegatedAdministrator: {"input":"RegisterDelegatedAdministratorRequest","errors":["AccessDeniedException","AccountAlreadyRegisteredException","AccountNotFoundException","AWSOrganizationsNotInUseException","ConcurrentModificationException","ConstraintViolationException","InvalidInputException","TooManyRequestsException","ServiceException","UnsupportedAPIEndpointException"]},
    TagResource: {"input":"TagResourceRequest","errors":["AccessDeniedException","ConcurrentModificationException","AWSOrganizationsNotInUseException","TargetNotFoundException","ConstraintViolationException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    UntagResource: {"input":"UntagResourceRequest","errors":["AccessDeniedException","ConcurrentModificationException","AWSOrganizationsNotInUseException","TargetNotFoundException","ConstraintViolationException","InvalidInputException","ServiceException","TooManyRequestsException"]},
    UpdateOrganizationalUnit: {"input":"UpdateOrganizationalUnitRequest","output":"UpdateOrganizationalUnitResponse","errors":["AccessDeniedException","AWSOrganizationsNotInUseException","ConcurrentModificationException","DuplicateOrganizationalUnitException","InvalidInputException","OrganizationalUnitNotFoundException","ServiceException","TooManyRequestsException"]},
  },
  shapes: {
    AWSOrganizationsNotInUseException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    AccessDeniedException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    Account: {"type":"structure","members":{"Id":"AccountId","Arn":"AccountArn","Email":"Email","Name":"AccountName","Status":"AccountStatus","State":"AccountState","Paths":"Paths","JoinedMethod":"AccountJoinedMethod","JoinedTimestamp":"Timestamp"}},
    AccountAlreadyClosedException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    AccountAlreadyRegisteredException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    AccountArn: {"type":"string","pattern":"^arn:aws:organizations::\\d{12}:account\\/o-[a-z0-9]{10,32}\\/\\d{12}"},
    AccountId: {"type":"string","max":12,"pattern":"^\\d{12}$"},
    AccountJoinedMethod: {"type":"string","enum":["INVITED","CREATED"]},
    AccountName: {"type":"string","min":1,"max":128,"pattern":"[\\s\\S]*","sensitive":true},
    AccountNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    AccountNotRegisteredException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    AccountState: {"type":"string","enum":["PENDING_ACTIVATION","ACTIVE","SUSPENDED","PENDING_CLOSURE","CLOSED"]},
    AccountStatus: {"type":"string","enum":["ACTIVE","SUSPENDED","PENDING_CLOSURE"]},
    Accounts: {"type":"list","member":"Account"},
    Child: {"type":"structure","members":{"Id":"ChildId","Type":"ChildType"}},
    ChildId: {"type":"string","max":100,"pattern":"^(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$"},
    ChildNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    ChildType: {"type":"string","enum":["ACCOUNT","ORGANIZATIONAL_UNIT"]},
    Children: {"type":"list","member":"Child"},
    CloseAccountRequest: {"type":"structure","members":{"AccountId":"AccountId"},"required":["AccountId"]},
    ConcurrentModificationException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    ConflictException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    ConstraintViolationException: {"type":"structure","members":{"Message":"ExceptionMessage","Reason":"ConstraintViolationExceptionReason"},"exception":true},
    ConstraintViolationExceptionReason: {"type":"string","enum":["ACCOUNT_NUMBER_LIMIT_EXCEEDED","HANDSHAKE_RATE_LIMIT_EXCEEDED","OU_NUMBER_LIMIT_EXCEEDED","OU_DEPTH_LIMIT_EXCEEDED","POLICY_NUMBER_LIMIT_EXCEEDED","POLICY_CONTENT_LIMIT_EXCEEDED","MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED","MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED","ACCOUNT_CANNOT_LEAVE_ORGANIZATION","ACCOUNT_CANNOT_LEAVE_WITHOUT_EULA","ACCOUNT_CANNOT_LEAVE_WITHOUT_PHONE_VERIFICATION","MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED","MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED","ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED","MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE","MASTER_ACCOUNT_MISSING_CONTACT_INFO","MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED","ORGANIZATION_NOT_IN_ALL_FEATURES_MODE","CREATE_ORGANIZATION_IN_BILLING_MODE_UNSUPPORTED_REGION","EMAIL_VERIFICATION_CODE_EXPIRED","WAIT_PERIOD_ACTIVE","MAX_TAG_LIMIT_EXCEEDED","TAG_POLICY_VIOLATION","MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED","CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR","CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG","DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE","POLICY_TYPE_ENABLED_FOR_THIS_SERVICE","MASTER_ACCOUNT_MISSING_BUSINESS_LICENSE","CANNOT_CLOSE_MANAGEMENT_ACCOUNT","CLOSE_ACCOUNT_QUOTA_EXCEEDED","CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED","SERVICE_ACCESS_NOT_ENABLED","INVALID_PAYMENT_INSTRUMENT","ACCOUNT_CREATION_NOT_COMPLETE","CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR","ALL_FEATURES_MIGRATION_ORGANIZATION_SIZE_LIMIT_EXCEEDED","RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION","RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION","RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION","RESPONSIBILITY_TRANSFER_MAX_TRANSFERS_QUOTA_VIOLATION","ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS","TRANSFER_RESPONSIBILITY_TARGET_DELETION_IN_PROGRESS","TRANSFER_RESPONSIBILITY_SOURCE_DELETION_IN_PROGRESS","UNSUPPORTED_PRICING","UNMET_BILLING_PREREQUISITE","ACCOUNT_NOT_ACTIVE_FOR_TRANSFER_RESPONSIBILITY","TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED"]},
    CreateAccountFailureReason: {"type":"string","enum":["ACCOUNT_LIMIT_EXCEEDED","EMAIL_ALREADY_EXISTS","INVALID_ADDRESS","INVALID_EMAIL","CONCURRENT_ACCOUNT_MODIFICATION","INTERNAL_FAILURE","GOVCLOUD_ACCOUNT_ALREADY_EXISTS","MISSING_BUSINESS_VALIDATION","FAILED_BUSINESS_VALIDATION","PENDING_BUSINESS_VALIDATION","INVALID_IDENTITY_FOR_BUSINESS_VALIDATION","UNKNOWN_BUSINESS_VALIDATION","MISSING_PAYMENT_INSTRUMENT","INVALID_PAYMENT_INSTRUMENT","UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED"]},
    CreateAccountName: {"type":"string","min":1,"max":50,"pattern":"[\\u0020-\\u007E]+","sensitive":true},
    CreateAccountRequest: {"type":"structure","members":{"Email":"Email","AccountName":"CreateAccountName","RoleName":"RoleName","IamUserAccessToBilling":"IAMUserAccessToBilling","Tags":"Tags"},"required":["Email","AccountName"]},
    CreateAccountRequestId: {"type":"string","max":36,"pattern":"^car-[a-z0-9]{8,32}$"},
    CreateAccountResponse: {"type":"structure","members":{"CreateAccountStatus":"CreateAccountStatus"}},
    CreateAccountState: {"type":"string","enum":["IN_PROGRESS","SUCCEEDED","FAILED"]},
    CreateAccountStates: {"type":"list","member":"CreateAccountState"},
    CreateAccountStatus: {"type":"structure","members":{"Id":"CreateAccountRequestId","AccountName":"CreateAccountName","State":"CreateAccountState","RequestedTimestamp":"Timestamp","CompletedTimestamp":"Timestamp","AccountId":"AccountId","GovCloudAccountId":"AccountId","FailureReason":"CreateAccountFailureReason"}},
    CreateAccountStatusNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    CreateAccountStatuses: {"type":"list","member":"CreateAccountStatus"},
    CreateOrganizationalUnitRequest: {"type":"structure","members":{"ParentId":"ParentId","Name":"OrganizationalUnitName","Tags":"Tags"},"required":["ParentId","Name"]},
    CreateOrganizationalUnitResponse: {"type":"structure","members":{"OrganizationalUnit":"OrganizationalUnit"}},
    DelegatedAdministrator: {"type":"structure","members":{"Id":"AccountId","Arn":"AccountArn","Email":"Email","Name":"AccountName","Status":"AccountStatus","State":"AccountState","JoinedMethod":"AccountJoinedMethod","JoinedTimestamp":"Timestamp","DelegationEnabledDate":"Timestamp"}},
    DelegatedAdministrators: {"type":"list","member":"DelegatedAdministrator"},
    DelegatedService: {"type":"structure","members":{"ServicePrincipal":"ServicePrincipal","DelegationEnabledDate":"Timestamp"}},
    DelegatedServices: {"type":"list","member":"DelegatedService"},
    DeleteOrganizationalUnitRequest: {"type":"structure","members":{"OrganizationalUnitId":"OrganizationalUnitId"},"required":["OrganizationalUnitId"]},
    DeregisterDelegatedAdministratorRequest: {"type":"structure","members":{"AccountId":"AccountId","ServicePrincipal":"ServicePrincipal"},"required":["AccountId","ServicePrincipal"]},
    DescribeAccountRequest: {"type":"structure","members":{"AccountId":"AccountId"},"required":["AccountId"]},
    DescribeAccountResponse: {"type":"structure","members":{"Account":"Account"}},
    DescribeCreateAccountStatusRequest: {"type":"structure","members":{"CreateAccountRequestId":"CreateAccountRequestId"},"required":["CreateAccountRequestId"]},
    DescribeCreateAccountStatusResponse: {"type":"structure","members":{"CreateAccountStatus":"CreateAccountStatus"}},
    DescribeOrganizationResponse: {"type":"structure","members":{"Organization":"Organization"}},
    DescribeOrganizationalUnitRequest: {"type":"structure","members":{"OrganizationalUnitId":"OrganizationalUnitId"},"required":["OrganizationalUnitId"]},
    DescribeOrganizationalUnitResponse: {"type":"structure","members":{"OrganizationalUnit":"OrganizationalUnit"}},
    DestinationParentNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    DuplicateAccountException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    DuplicateOrganizationalUnitException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    Email: {"type":"string","min":6,"max":64,"pattern":"[^\\s@]+@[^\\s@]+\\.[^\\s@]+","sensitive":true},
    EnabledServicePrincipal: {"type":"structure","members":{"ServicePrincipal":"ServicePrincipal","DateEnabled":"Timestamp"}},
    EnabledServicePrincipals: {"type":"list","member":"EnabledServicePrincipal"},
    ExceptionMessage: {"type":"string"},
    ExceptionType: {"type":"string"},
    FinalizingOrganizationException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    IAMUserAccessToBilling: {"type":"string","enum":["ALLOW","DENY"]},
    InvalidInputException: {"type":"structure","members":{"Message":"ExceptionMessage","Reason":"InvalidInputExceptionReason"},"exception":true},
    InvalidInputExceptionReason: {"type":"string","enum":["INVALID_PARTY_TYPE_TARGET","INVALID_SYNTAX_ORGANIZATION_ARN","INVALID_SYNTAX_POLICY_ID","INVALID_ENUM","INVALID_ENUM_POLICY_TYPE","INVALID_LIST_MEMBER","MAX_LENGTH_EXCEEDED","MAX_VALUE_EXCEEDED","MIN_LENGTH_EXCEEDED","MIN_VALUE_EXCEEDED","IMMUTABLE_POLICY","INVALID_PATTERN","INVALID_PATTERN_TARGET_ID","INPUT_REQUIRED","INVALID_NEXT_TOKEN","MAX_LIMIT_EXCEEDED_FILTER","MOVING_ACCOUNT_BETWEEN_DIFFERENT_ROOTS","INVALID_FULL_NAME_TARGET","UNRECOGNIZED_SERVICE_PRINCIPAL","INVALID_ROLE_NAME","INVALID_SYSTEM_TAGS_PARAMETER","DUPLICATE_TAG_KEY","TARGET_NOT_SUPPORTED","INVALID_EMAIL_ADDRESS_TARGET","INVALID_RESOURCE_POLICY_JSON","INVALID_PRINCIPAL","UNSUPPORTED_ACTION_IN_RESOURCE_POLICY","UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY","UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY","NON_DETACHABLE_POLICY","CALLER_REQUIRED_FIELD_MISSING","UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER","START_DATE_NOT_BEGINNING_OF_MONTH","START_DATE_NOT_BEGINNING_OF_DAY","START_DATE_TOO_EARLY","START_DATE_TOO_LATE","INVALID_START_DATE","END_DATE_NOT_END_OF_MONTH","END_DATE_TOO_EARLY","END_DATE_TOO_LATE","INVALID_END_DATE"]},
    ListAWSServiceAccessForOrganizationRequest: {"type":"structure","members":{"NextToken":"NextToken","MaxResults":"MaxResults"}},
    ListAWSServiceAccessForOrganizationResponse: {"type":"structure","members":{"EnabledServicePrincipals":"EnabledServicePrincipals","NextToken":"NextToken"}},
    ListAccountsForParentRequest: {"type":"structure","members":{"ParentId":"ParentId","NextToken":"NextToken","MaxResults":"MaxResults"},"required":["ParentId"]},
    ListAccountsForParentResponse: {"type":"structure","members":{"Accounts":"Accounts","NextToken":"NextToken"}},
    ListAccountsRequest: {"type":"structure","members":{"NextToken":"NextToken","MaxResults":"MaxResults"}},
    ListAccountsResponse: {"type":"structure","members":{"Accounts":"Accounts","NextToken":"NextToken"}},
    ListChildrenRequest: {"type":"structure","members":{"ParentId":"ParentId","ChildType":"ChildType","NextToken":"NextToken","MaxResults":"MaxResults"},"required":["ParentId","ChildType"]},
    ListChildrenResponse: {"type":"structure","members":{"Children":"Children","NextToken":"NextToken"}},
    ListCreateAccountStatusRequest: {"type":"structure","members":{"States":"CreateAccountStates","NextToken":"NextToken","MaxResults":"MaxResults"}},
    ListCreateAccountStatusResponse: {"type":"structure","members":{"CreateAccountStatuses":"CreateAccountStatuses","NextToken":"NextToken"}},
    ListDelegatedAdministratorsRequest: {"type":"structure","members":{"ServicePrincipal":"ServicePrincipal","NextToken":"NextToken","MaxResults":"MaxResults"}},
    ListDelegatedAdministratorsResponse: {"type":"structure","members":{"DelegatedAdministrators":"DelegatedAdministrators","NextToken":"NextToken"}},
    ListDelegatedServicesForAccountRequest: {"type":"structure","members":{"AccountId":"AccountId","NextToken":"NextToken","MaxResults":"MaxResults"},"required":["AccountId"]},
    ListDelegatedServicesForAccountResponse: {"type":"structure","members":{"DelegatedServices":"DelegatedServices","NextToken":"NextToken"}},
    ListOrganizationalUnitsForParentRequest: {"type":"structure","members":{"ParentId":"ParentId","NextToken":"NextToken","MaxResults":"MaxResults"},"required":["ParentId"]},
    ListOrganizationalUnitsForParentResponse: {"type":"structure","members":{"OrganizationalUnits":"OrganizationalUnits","NextToken":"NextToken"}},
    ListParentsRequest: {"type":"structure","members":{"ChildId":"ChildId","NextToken":"NextToken","MaxResults":"MaxResults"},"required":["ChildId"]},
    ListParentsResponse: {"type":"structure","members":{"Parents":"Parents","NextToken":"NextToken"}},
    ListRootsRequest: {"type":"structure","members":{"NextToken":"NextToken","MaxResults":"MaxResults"}},
    ListRootsResponse: {"type":"structure","members":{"Roots":"Roots","NextToken":"NextToken"}},
    ListTagsForResourceRequest: {"type":"structure","members":{"ResourceId":"TaggableResourceId","NextToken":"NextToken"},"required":["ResourceId"]},
    ListTagsForResourceResponse: {"type":"structure","members":{"Tags":"Tags","NextToken":"NextToken"}},
    MaxResults: {"type":"integer","min":1,"max":20},
    MoveAccountRequest: {"type":"structure","members":{"AccountId":"AccountId","SourceParentId":"ParentId","DestinationParentId":"ParentId"},"required":["AccountId","SourceParentId","DestinationParentId"]},
    NextToken: {"type":"string","max":100000,"pattern":"[\\s\\S]*"},
    Organization: {"type":"structure","members":{"Id":"OrganizationId","Arn":"OrganizationArn","FeatureSet":"OrganizationFeatureSet","MasterAccountArn":"AccountArn","MasterAccountId":"AccountId","MasterAccountEmail":"Email","AvailablePolicyTypes":"PolicyTypes"}},
    OrganizationArn: {"type":"string","pattern":"^arn:aws:organizations::\\d{12}:organization\\/o-[a-z0-9]{10,32}"},
    OrganizationFeatureSet: {"type":"string","enum":["ALL","CONSOLIDATED_BILLING"]},
    OrganizationId: {"type":"string","pattern":"^o-[a-z0-9]{10,32}$"},
    OrganizationalUnit: {"type":"structure","members":{"Id":"OrganizationalUnitId","Arn":"OrganizationalUnitArn","Name":"OrganizationalUnitName","Path":"Path"}},
    OrganizationalUnitArn: {"type":"string","pattern":"^arn:aws:organizations::\\d{12}:ou\\/o-[a-z0-9]{10,32}\\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}"},
    OrganizationalUnitId: {"type":"string","max":68,"pattern":"^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$"},
    OrganizationalUnitName: {"type":"string","min":1,"max":128,"pattern":"[\\s\\S]*"},
    OrganizationalUnitNotEmptyException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    OrganizationalUnitNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    OrganizationalUnits: {"type":"list","member":"OrganizationalUnit"},
    Parent: {"type":"structure","members":{"Id":"ParentId","Type":"ParentType"}},
    ParentId: {"type":"string","max":100,"pattern":"^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$"},
    ParentNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    ParentType: {"type":"string","enum":["ROOT","ORGANIZATIONAL_UNIT"]},
    Parents: {"type":"list","member":"Parent"},
    Path: {"type":"string","pattern":"^(o-[a-z0-9]{10,32}\\/r-[0-9a-z]{4,32}(\\/ou\\-[0-9a-z]{4,32}-[a-z0-9]{8,32})*(\\/\\d{12})*)\\/"},
    Paths: {"type":"list","member":"Path"},
    PolicyType: {"type":"string","enum":["SERVICE_CONTROL_POLICY","RESOURCE_CONTROL_POLICY","TAG_POLICY","BACKUP_POLICY","AISERVICES_OPT_OUT_POLICY","CHATBOT_POLICY","DECLARATIVE_POLICY_EC2","SECURITYHUB_POLICY","INSPECTOR_POLICY","UPGRADE_ROLLOUT_POLICY","BEDROCK_POLICY","S3_POLICY","NETWORK_SECURITY_DIRECTOR_POLICY","GUARDDUTY_POLICY"]},
    PolicyTypeStatus: {"type":"string","enum":["ENABLED","PENDING_ENABLE","PENDING_DISABLE"]},
    PolicyTypeSummary: {"type":"structure","members":{"Type":"PolicyType","Status":"PolicyTypeStatus"}},
    PolicyTypes: {"type":"list","member":"PolicyTypeSummary"},
    RegisterDelegatedAdministratorRequest: {"type":"structure","members":{"AccountId":"AccountId","ServicePrincipal":"ServicePrincipal"},"required":["AccountId","ServicePrincipal"]},
    RoleName: {"type":"string","max":64,"pattern":"[\\w+=,.@-]{1,64}"},
    Root: {"type":"structure","members":{"Id":"RootId","Arn":"RootArn","Name":"RootName","PolicyTypes":"PolicyTypes"}},
    RootArn: {"type":"string","pattern":"^arn:aws:organizations::\\d{12}:root\\/o-[a-z0-9]{10,32}\\/r-[0-9a-z]{4,32}"},
    RootId: {"type":"string","max":34,"pattern":"^r-[0-9a-z]{4,32}$"},
    RootName: {"type":"string","min":1,"max":128},
    Roots: {"type":"list","member":"Root"},
    ServiceException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true,"fault":true},
    ServicePrincipal: {"type":"string","min":1,"max":128,"pattern":"[\\w+=,.@-]*"},
    SourceParentNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    Tag: {"type":"structure","members":{"Key":"TagKey","Value":"TagValue"},"required":["Key","Value"]},
    TagKey: {"type":"string","min":1,"max":128,"pattern":"^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"},
    TagKeys: {"type":"list","member":"TagKey"},
    TagResourceRequest: {"type":"structure","members":{"ResourceId":"TaggableResourceId","Tags":"Tags"},"required":["ResourceId","Tags"]},
    TagValue: {"type":"string","min":0,"max":256,"pattern":"^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"},
    TaggableResourceId: {"type":"string","max":130,"pattern":"^(r-[0-9a-z]{4,32})|(\\d{12})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})|(^p-[0-9a-zA-Z_]{8,128})|(^rp-[0-9a-zA-Z_]{4,128})|(^rt-[0-9a-zA-Z_]{8,32})$"},
    Tags: {"type":"list","member":"Tag"},
    TargetNotFoundException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    Timestamp: {"type":"timestamp"},
    TooManyRequestsException: {"type":"structure","members":{"Type":"ExceptionType","Message":"ExceptionMessage"},"exception":true},
    UnsupportedAPIEndpointException: {"type":"structure","members":{"Message":"ExceptionMessage"},"exception":true},
    UntagResourceRequest: {"type":"structure","members":{"ResourceId":"TaggableResourceId","TagKeys":"TagKeys"},"required":["ResourceId","TagKeys"]},
    UpdateOrganizationalUnitRequest: {"type":"structure","members":{"OrganizationalUnitId":"OrganizationalUnitId","Name":"OrganizationalUnitName"},"required":["OrganizationalUnitId"]},
    UpdateOrganizationalUnitResponse: {"type":"structure","members":{"OrganizationalUnit":"OrganizationalUnit"}},
  },
};

export interface Operations {
  CloseAccount: { input: CloseAccountRequest; output: void };
  CreateAccount: { input: CreateAccountRequest; output: CreateAccountResponse };
  CreateOrganizationalUnit: { input: CreateOrganizationalUnitRequest; output: CreateOrganizationalUnitResponse };
  DeleteOrganizationalUnit: { input: DeleteOrganizationalUnitRequest; output: void };
  DeregisterDelegatedAdministrator: { input: DeregisterDelegatedAdministratorRequest; output: void };
  DescribeAccount: { input: DescribeAccountRequest; output: DescribeAccountResponse };
  DescribeCreateAccountStatus: { input: DescribeCreateAccountStatusRequest; output: DescribeCreateAccountStatusResponse };
  DescribeOrganization: { input: Readonly<Record<string, never>>; output: DescribeOrganizationResponse };
  DescribeOrganizationalUnit: { input: DescribeOrganizationalUnitRequest; output: DescribeOrganizationalUnitResponse };
  ListAWSServiceAccessForOrganization: { input: ListAWSServiceAccessForOrganizationRequest; output: ListAWSServiceAccessForOrganizationResponse };
  ListAccounts: { input: ListAccountsRequest; output: ListAccountsResponse };
  ListAccountsForParent: { input: ListAccountsForParentRequest; output: ListAccountsForParentResponse };
  ListChildren: { input: ListChildrenRequest; output: ListChildrenResponse };
  ListCreateAccountStatus: { input: ListCreateAccountStatusRequest; output: ListCreateAccountStatusResponse };
  ListDelegatedAdministrators: { input: ListDelegatedAdministratorsRequest; output: ListDelegatedAdministratorsResponse };
  ListDelegatedServicesForAccount: { input: ListDelegatedServicesForAccountRequest; output: ListDelegatedServicesForAccountResponse };
  ListOrganizationalUnitsForParent: { input: ListOrganizationalUnitsForParentRequest; output: ListOrganizationalUnitsForParentResponse };
  ListParents: { input: ListParentsRequest; output: ListParentsResponse };
  ListRoots: { input: ListRootsRequest; output: ListRootsResponse };
  ListTagsForResource: { input: ListTagsForResourceRequest; output: ListTagsForResourceResponse };
  MoveAccount: { input: MoveAccountRequest; output: void };
  RegisterDelegatedAdministrator: { input: RegisterDelegatedAdministratorRequest; output: void };
  TagResource: { input: TagResourceRequest; output: void };
  UntagResource: { input: UntagResourceRequest; output: void };
  UpdateOrganizationalUnit: { input: UpdateOrganizationalUnitRequest; output: UpdateOrganizationalUnitResponse };
}

interface Account {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Email?: string;
  readonly Name?: string;
  readonly Status?: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  readonly State?: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  readonly Paths?: readonly (string)[];
  readonly JoinedMethod?: 'INVITED' | 'CREATED';
  readonly JoinedTimestamp?: number;
}

interface Child {
  readonly Id?: string;
  readonly Type?: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT';
}

interface CloseAccountRequest {
  readonly AccountId: string;
}

interface CreateAccountRequest {
  readonly Email: string;
  readonly AccountName: string;
  readonly RoleName?: string;
  readonly IamUserAccessToBilling?: 'ALLOW' | 'DENY';
  readonly Tags?: readonly (Tag)[];
}

interface CreateAccountResponse {
  readonly CreateAccountStatus?: CreateAccountStatus;
}

interface CreateAccountStatus {
  readonly Id?: string;
  readonly AccountName?: string;
  readonly State?: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly RequestedTimestamp?: number;
  readonly CompletedTimestamp?: number;
  readonly AccountId?: string;
  readonly GovCloudAccountId?: string;
  readonly FailureReason?: 'ACCOUNT_LIMIT_EXCEEDED' | 'EMAIL_ALREADY_EXISTS' | 'INVALID_ADDRESS' | 'INVALID_EMAIL' | 'CONCURRENT_ACCOUNT_MODIFICATION' | 'INTERNAL_FAILURE' | 'GOVCLOUD_ACCOUNT_ALREADY_EXISTS' | 'MISSING_BUSINESS_VALIDATION' | 'FAILED_BUSINESS_VALIDATION' | 'PENDING_BUSINESS_VALIDATION' | 'INVALID_IDENTITY_FOR_BUSINESS_VALIDATION' | 'UNKNOWN_BUSINESS_VALIDATION' | 'MISSING_PAYMENT_INSTRUMENT' | 'INVALID_PAYMENT_INSTRUMENT' | 'UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED';
}

interface CreateOrganizationalUnitRequest {
  readonly ParentId: string;
  readonly Name: string;
  readonly Tags?: readonly (Tag)[];
}

interface CreateOrganizationalUnitResponse {
  readonly OrganizationalUnit?: OrganizationalUnit;
}

interface DelegatedAdministrator {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Email?: string;
  readonly Name?: string;
  readonly Status?: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  readonly State?: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  readonly JoinedMethod?: 'INVITED' | 'CREATED';
  readonly JoinedTimestamp?: number;
  readonly DelegationEnabledDate?: number;
}

interface DelegatedService {
  readonly ServicePrincipal?: string;
  readonly DelegationEnabledDate?: number;
}

interface DeleteOrganizationalUnitRequest {
  readonly OrganizationalUnitId: string;
}

interface DeregisterDelegatedAdministratorRequest {
  readonly AccountId: string;
  readonly ServicePrincipal: string;
}

interface DescribeAccountRequest {
  readonly AccountId: string;
}

interface DescribeAccountResponse {
  readonly Account?: Account;
}

interface DescribeCreateAccountStatusRequest {
  readonly CreateAccountRequestId: string;
}

interface DescribeCreateAccountStatusResponse {
  readonly CreateAccountStatus?: CreateAccountStatus;
}

interface DescribeOrganizationResponse {
  readonly Organization?: Organization;
}

interface DescribeOrganizationalUnitRequest {
  readonly OrganizationalUnitId: string;
}

interface DescribeOrganizationalUnitResponse {
  readonly OrganizationalUnit?: OrganizationalUnit;
}

interface EnabledServicePrincipal {
  readonly ServicePrincipal?: string;
  readonly DateEnabled?: number;
}

interface ListAWSServiceAccessForOrganizationRequest {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListAWSServiceAccessForOrganizationResponse {
  readonly EnabledServicePrincipals?: readonly (EnabledServicePrincipal)[];
  readonly NextToken?: string;
}

interface ListAccountsForParentRequest {
  readonly ParentId: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListAccountsForParentResponse {
  readonly Accounts?: readonly (Account)[];
  readonly NextToken?: string;
}

interface ListAccountsRequest {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListAccountsResponse {
  readonly Accounts?: readonly (Account)[];
  readonly NextToken?: string;
}

interface ListChildrenRequest {
  readonly ParentId: string;
  readonly ChildType: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT';
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListChildrenResponse {
  readonly Children?: readonly (Child)[];
  readonly NextToken?: string;
}

interface ListCreateAccountStatusRequest {
  readonly States?: readonly ('IN_PROGRESS' | 'SUCCEEDED' | 'FAILED')[];
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListCreateAccountStatusResponse {
  readonly CreateAccountStatuses?: readonly (CreateAccountStatus)[];
  readonly NextToken?: string;
}

interface ListDelegatedAdministratorsRequest {
  readonly ServicePrincipal?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListDelegatedAdministratorsResponse {
  readonly DelegatedAdministrators?: readonly (DelegatedAdministrator)[];
  readonly NextToken?: string;
}

interface ListDelegatedServicesForAccountRequest {
  readonly AccountId: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListDelegatedServicesForAccountResponse {
  readonly DelegatedServices?: readonly (DelegatedService)[];
  readonly NextToken?: string;
}

interface ListOrganizationalUnitsForParentRequest {
  readonly ParentId: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListOrganizationalUnitsForParentResponse {
  readonly OrganizationalUnits?: readonly (OrganizationalUnit)[];
  readonly NextToken?: string;
}

interface ListParentsRequest {
  readonly ChildId: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListParentsResponse {
  readonly Parents?: readonly (Parent)[];
  readonly NextToken?: string;
}

interface ListRootsRequest {
  readonly NextToken?: string;
  readonly MaxResults?: number;
}

interface ListRootsResponse {
  readonly Roots?: readonly (Root)[];
  readonly NextToken?: string;
}

interface ListTagsForResourceRequest {
  readonly ResourceId: string;
  readonly NextToken?: string;
}

interface ListTagsForResourceResponse {
  readonly Tags?: readonly (Tag)[];
  readonly NextToken?: string;
}

interface MoveAccountRequest {
  readonly AccountId: string;
  readonly SourceParentId: string;
  readonly DestinationParentId: string;
}

interface Organization {
  readonly Id?: string;
  readonly Arn?: string;
  readonly FeatureSet?: 'ALL' | 'CONSOLIDATED_BILLING';
  readonly MasterAccountArn?: string;
  readonly MasterAccountId?: string;
  readonly MasterAccountEmail?: string;
  readonly AvailablePolicyTypes?: readonly (PolicyTypeSummary)[];
}

interface OrganizationalUnit {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Name?: string;
  readonly Path?: string;
}

interface Parent {
  readonly Id?: string;
  readonly Type?: 'ROOT' | 'ORGANIZATIONAL_UNIT';
}

interface PolicyTypeSummary {
  readonly Type?: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY' | 'TAG_POLICY' | 'BACKUP_POLICY' | 'AISERVICES_OPT_OUT_POLICY' | 'CHATBOT_POLICY' | 'DECLARATIVE_POLICY_EC2' | 'SECURITYHUB_POLICY' | 'INSPECTOR_POLICY' | 'UPGRADE_ROLLOUT_POLICY' | 'BEDROCK_POLICY' | 'S3_POLICY' | 'NETWORK_SECURITY_DIRECTOR_POLICY' | 'GUARDDUTY_POLICY';
  readonly Status?: 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE';
}

interface RegisterDelegatedAdministratorRequest {
  readonly AccountId: string;
  readonly ServicePrincipal: string;
}

interface Root {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Name?: string;
  readonly PolicyTypes?: readonly (PolicyTypeSummary)[];
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface TagResourceRequest {
  readonly ResourceId: string;
  readonly Tags: readonly (Tag)[];
}

interface UntagResourceRequest {
  readonly ResourceId: string;
  readonly TagKeys: readonly (string)[];
}

interface UpdateOrganizationalUnitRequest {
  readonly OrganizationalUnitId: string;
  readonly Name?: string;
}

interface UpdateOrganizationalUnitResponse {
  readonly OrganizationalUnit?: OrganizationalUnit;
}
