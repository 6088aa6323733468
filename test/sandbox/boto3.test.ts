import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

const script = `
import boto3, json
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"total_max_attempts": 1})
sso = boto3.client("sso-admin", config=config)
store = boto3.client("identitystore", config=config)
orgs = boto3.client("organizations", config=config)
sts = boto3.client("sts", config=config)

def rows(client, operation, key, **arguments):
    return [row for page in client.get_paginator(operation).paginate(**arguments) for row in page[key]]

def error(call, **arguments):
    try:
        call(**arguments)
    except ClientError as failure:
        return [failure.response["Error"]["Code"], failure.response["ResponseMetadata"]["HTTPStatusCode"]]

instance = sso.list_instances()["Instances"][0]
arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]
accounts = rows(orgs, "list_accounts", "Accounts")
created = store.create_group(IdentityStoreId=store_id, DisplayName="From Python")
moved = orgs.create_organizational_unit(ParentId=orgs.list_roots()["Roots"][0]["Id"], Name="Python")["OrganizationalUnit"]
account = accounts[-1]
orgs.move_account(AccountId=account["Id"], SourceParentId=orgs.list_parents(ChildId=account["Id"])["Parents"][0]["Id"],
                  DestinationParentId=moved["Id"])
def policies(set_arn):
    named = {"InstanceArn": arn, "PermissionSetArn": set_arn}
    attached = rows(sso, "list_managed_policies_in_permission_set", "AttachedManagedPolicies", **named)
    own = rows(sso, "list_customer_managed_policy_references_in_permission_set", "CustomerManagedPolicyReferences", **named)
    return [[policy["Name"] for policy in attached], [policy["Path"] + policy["Name"] for policy in own],
            sso.get_inline_policy_for_permission_set(**named)["InlinePolicy"],
            error(sso.get_permissions_boundary_for_permission_set, **named)]

made = sso.create_permission_set(InstanceArn=arn, Name="FromPython", Tags=[{"Key": "team", "Value": "data"}])["PermissionSet"]
new = {"InstanceArn": arn, "PermissionSetArn": made["PermissionSetArn"]}
before = policies(made["PermissionSetArn"])
sso.attach_managed_policy_to_permission_set(ManagedPolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess", **new)
sso.attach_customer_managed_policy_reference_to_permission_set(CustomerManagedPolicyReference={"Name": "Own", "Path": "/a/"}, **new)
sso.put_inline_policy_to_permission_set(InlinePolicy='{"Statement": []}', **new)
provisioned = sso.provision_permission_set(TargetType="AWS_ACCOUNT", TargetId=account["Id"], **new)["PermissionSetProvisioningStatus"]
def said(call, **arguments):
    try:
        call(**arguments)
    except ClientError as failure:
        return failure.response

emails = [{"Value": "ada@example.com", "Type": "work", "Primary": True}, {"Value": "ada@home.example", "Type": "home", "Primary": False}]
ada = {"IdentityStoreId": store_id, "UserId": store.create_user(
    IdentityStoreId=store_id, UserName="ada", DisplayName="Ada", Title="Analyst", Emails=emails,
    Name={"GivenName": "Ada", "FamilyName": "Lovelace"})["UserId"]}
store.update_user(Operations=[{"AttributePath": "title", "AttributeValue": "Countess"},
                              {"AttributePath": "name.familyName", "AttributeValue": "King"}], **ada)
updated = store.describe_user(**ada)
nobody = said(store.describe_user, IdentityStoreId=store_id, UserId="1" * 8 + "-2222-3333-4444-" + "5" * 12)
stranger = said(orgs.list_delegated_administrators, ServicePrincipal="moto.amazonaws.com")
orgs.tag_resource(ResourceId=moved["Id"], Tags=[{"Key": "stage", "Value": "prod"}])
orgs.update_organizational_unit(OrganizationalUnitId=moved["Id"], Name="Snake")
orgs.close_account(AccountId=account["Id"])
closing = [orgs.describe_account(AccountId=account["Id"])["Account"]["State"] for _ in range(2)]

print(json.dumps({
    "updated": [updated["Title"], updated["Name"], updated["Emails"] == emails],
    "nobody": [nobody["Message"], nobody["RequestId"] == nobody["ResponseMetadata"]["RequestId"]],
    "stranger": [stranger["Error"]["Code"], stranger["Reason"]],
    "unit": [orgs.describe_organizational_unit(OrganizationalUnitId=moved["Id"])["OrganizationalUnit"]["Name"],
             rows(orgs, "list_tags_for_resource", "Tags", ResourceId=moved["Id"])],
    "closing": closing,
    "caller": sts.get_caller_identity()["Account"],
    "badAction": error(sts.get_session_token),
    "delegated": [row["Name"] for row in rows(orgs, "list_delegated_administrators", "DelegatedAdministrators", ServicePrincipal="sso.amazonaws.com")],
    "delegatedForOthers": rows(orgs, "list_delegated_administrators", "DelegatedAdministrators", ServicePrincipal="guardduty.amazonaws.com"),
    "policiesBefore": before,
    "policiesAfter": policies(made["PermissionSetArn"]),
    "tags": rows(sso, "list_tags_for_resource", "Tags", ResourceArn=made["PermissionSetArn"]),
    "provisioning": [provisioned["Status"], provisioned["AccountId"] == account["Id"]],
    "year": instance["CreatedDate"].year,
    "accounts": len(accounts),
    "users": len(rows(store, "list_users", "Users", IdentityStoreId=store_id)),
    "permissionSets": len(rows(sso, "list_permission_sets", "PermissionSets", InstanceArn=arn)),
    "groupName": store.describe_group(IdentityStoreId=store_id, GroupId=created["GroupId"])["DisplayName"],
    "movedTo": orgs.list_parents(ChildId=account["Id"])["Parents"][0]["Id"] == moved["Id"],
    "unknownGroup": error(store.describe_group, IdentityStoreId=store_id, GroupId="1" * 8 + "-2222-3333-4444-" + "5" * 12),
    "badAccount": error(orgs.describe_account, AccountId="12"),
    "requestId": len(orgs.describe_organization()["ResponseMetadata"]["RequestId"]),
}))
`;

it.skipIf(!hasBoto3)('boto3 takes the sandbox for AWS (skipped where python3 has no boto3)', async () => {
  await using sandbox = await startSandbox({ throttle: false });
  const { organization } = sandbox;
  const env = {
    PATH: process.env['PATH'],
    // No configuration of the machine's own.
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'anyone',
    AWS_SECRET_ACCESS_KEY: 'anything',
  };
  const { stdout } = await promisify(execFile)('python3', ['-c', script], { env });
  expect(JSON.parse(stdout)).toEqual({
    updated: ['Countess', { GivenName: 'Ada', FamilyName: 'King' }, true],
    nobody: ['USER not found.', true],
    stranger: ['InvalidInputException', 'UNRECOGNIZED_SERVICE_PRINCIPAL'],
    unit: ['Snake', [{ Key: 'stage', Value: 'prod' }]],
    closing: ['PENDING_CLOSURE', 'CLOSED'],
    caller: organization.managementAccountId,
    badAction: ['InvalidAction', 400],
    delegated: ['identity-admin'],
    delegatedForOthers: [],
    policiesBefore: [[], [], '', ['ResourceNotFoundException', 400]],
    policiesAfter: [['ReadOnlyAccess'], ['/a/Own'], '{"Statement": []}', ['ResourceNotFoundException', 400]],
    tags: [{ Key: 'team', Value: 'data' }],
    provisioning: ['IN_PROGRESS', true],
    year: new Date(organization.instanceCreatedAt * 1000).getUTCFullYear(),
    accounts: organization.accounts().length,
    users: organization.users().length,
    permissionSets: organization.permissionSets().length,
    groupName: 'From Python',
    movedTo: true,
    unknownGroup: ['ResourceNotFoundException', 400],
    badAccount: ['InvalidInputException', 400],
    requestId: 36,
  });
});
