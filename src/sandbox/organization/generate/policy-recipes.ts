import type { roles } from './permission-sets.ts';
import { company } from './words.ts';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policies of a permission set, written short. */
export interface PolicyRecipe {
  /** AWS's own: what follows `policy/` in their ARNs. */
  readonly managed?: readonly string[];
  /** The company's: path and name in one, as in `/teams/checkout/Deployer`. */
  readonly customerManaged?: readonly string[];
  readonly inline?: readonly Statement[];
  /** Of either kind: the company's begin with a slash. */
  readonly boundary?: string;
}

const companyName = company.name.toLowerCase();

const onlyHomeRegions: Statement = {
  Sid: 'OnlyHomeRegions',
  Effect: 'Deny',
  Action: ['ec2:*', 'rds:*', 'lambda:*', 'sagemaker:*'],
  Resource: '*',
  Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-central-1'] } },
};

const stateOfTerraform: Statement = {
  Sid: 'StateOfTerraform',
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
  Resource: [`arn:aws:s3:::${companyName}-terraform-state`, `arn:aws:s3:::${companyName}-terraform-state/*`],
};

function bucketsOf(team: string, actions: readonly string[]): Statement {
  return {
    Sid: 'BucketsOfTheTeam',
    Effect: 'Allow',
    Action: actions,
    Resource: [`arn:aws:s3:::${companyName}-${team}-*`, `arn:aws:s3:::${companyName}-${team}-*/*`],
  };
}

/** By the name of the permission set. The sets that are missing here have no policies, as it happens. */
export const familiarRecipes: ReadonlyMap<string, PolicyRecipe> = new Map<string, PolicyRecipe>([
  ['ReadOnlyAccess', { managed: ['ReadOnlyAccess'] }],
  ['AdministratorAccess', { managed: ['AdministratorAccess'] }],
  [
    'DeveloperAccess',
    {
      managed: ['PowerUserAccess', 'AWSSupportAccess'],
      customerManaged: ['/developers/DeveloperGuardrails', '/developers/SecretsOfOwnServices'],
      inline: [onlyHomeRegions],
      boundary: '/boundaries/DeveloperBoundary',
    },
  ],
  ['PowerUserAccess', { managed: ['PowerUserAccess'], boundary: 'PowerUserAccess' }],
  ['Billing', { managed: ['job-function/Billing', 'AWSBillingReadOnlyAccess'] }],
  [
    'SecurityAudit',
    { managed: ['SecurityAudit', 'AWSSecurityHubReadOnlyAccess', 'job-function/ViewOnlyAccess'] },
  ],
  ['ViewOnly', { managed: ['job-function/ViewOnlyAccess'] }],
  [
    'DatabaseAdministrator',
    {
      managed: ['job-function/DatabaseAdministrator', 'AmazonRDSFullAccess'],
      inline: [
        {
          Sid: 'KeepProductionDatabases',
          Effect: 'Deny',
          Action: ['rds:DeleteDBInstance', 'rds:DeleteDBCluster', 'dynamodb:DeleteTable'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceTag/stage': 'prod' } },
        },
      ],
    },
  ],
  [
    'NetworkAdministrator',
    { managed: ['job-function/NetworkAdministrator'], customerManaged: ['/network/TransitGatewayAdmin'] },
  ],
  [
    'DataScientist',
    {
      managed: ['job-function/DataScientist'],
      inline: [bucketsOf('data-lake', ['s3:GetObject', 's3:ListBucket']), onlyHomeRegions],
    },
  ],
  ['SupportUser', { managed: ['job-function/SupportUser'] }],
  ['BreakGlass', { managed: ['AdministratorAccess'] }],
  ['SystemAdministrator', { managed: ['job-function/SystemAdministrator'] }],
  [
    'IncidentResponder',
    {
      managed: ['SecurityAudit', 'AmazonGuardDutyReadOnlyAccess'],
      customerManaged: ['/security/IsolateInstances', '/security/SnapshotForForensics'],
    },
  ],
  [
    'CostExplorer',
    {
      inline: [
        { Sid: 'Costs', Effect: 'Allow', Action: ['ce:Get*', 'ce:List*', 'budgets:View*'], Resource: '*' },
      ],
    },
  ],
  ['TerraformPlan', { managed: ['ReadOnlyAccess'], inline: [stateOfTerraform] }],
  [
    'TerraformApply',
    {
      managed: ['AdministratorAccess'],
      inline: [stateOfTerraform],
      boundary: '/boundaries/PipelineBoundary',
    },
  ],
  [
    'ExternalAuditor',
    {
      managed: ['SecurityAudit'],
      inline: [
        {
          Sid: 'NoContents',
          Effect: 'Deny',
          Action: ['s3:GetObject', 'dynamodb:Query', 'dynamodb:Scan', 'secretsmanager:GetSecretValue'],
          Resource: '*',
        },
      ],
      boundary: 'ReadOnlyAccess',
    },
  ],
]);

/** By what a team's permission set is for. */
export const teamRecipes: Readonly<Record<(typeof roles)[number], (team: string) => PolicyRecipe>> = {
  Developer: (team) => ({
    managed: ['ReadOnlyAccess'],
    customerManaged: [`/teams/${team}/Developer`],
    inline: [bucketsOf(team, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'])],
    boundary: '/boundaries/TeamBoundary',
  }),
  ReadOnly: () => ({ managed: ['ReadOnlyAccess'] }),
  Admin: () => ({ managed: ['AdministratorAccess'], boundary: '/boundaries/TeamBoundary' }),
  Operator: () => ({ managed: ['ReadOnlyAccess', 'AmazonSSMFullAccess', 'CloudWatchFullAccess'] }),
  DataAccess: (team) => ({
    managed: ['AmazonAthenaFullAccess'],
    inline: [bucketsOf(team, ['s3:GetObject', 's3:ListBucket'])],
  }),
  Deployer: (team) => ({ customerManaged: [`/teams/${team}/Deployer`], boundary: 'PowerUserAccess' }),
  OnCall: (team) => ({
    managed: ['job-function/ViewOnlyAccess', 'CloudWatchFullAccess'],
    customerManaged: [`/teams/${team}/RestartServices`],
  }),
};
