import { WireError } from '../../protocol/errors.ts';

/** What AWS lets a member account administer for the organization. */
const delegable: ReadonlySet<string> = new Set(
  [
    'access-analyzer',
    'account',
    'account-access',
    'auditmanager',
    'backup',
    'cloudtrail',
    'compute-optimizer',
    'config',
    'config-multiaccountsetup',
    'cost-optimization-hub.bcm',
    'detective',
    'devops-guru',
    'fms',
    'guardduty',
    'health',
    'iam',
    'inspector2',
    'ipam',
    'license-manager',
    'license-manager-linux-subscriptions',
    'license-manager-user-subscriptions',
    'macie',
    'malware-protection.guardduty',
    'member.org.stacksets.cloudformation',
    'mgn',
    'networkmanager',
    'notifications',
    'observabilityadmin',
    'reachabilityanalyzer.networkinsights',
    'reporting.trustedadvisor',
    'resource-explorer-2',
    'securityhub',
    'securitylake',
    'servicecatalog',
    'ssm',
    'sso',
    'storage-lens.s3',
  ].map((name) => `${name}.amazonaws.com`),
);

export function requireService(service: string): void {
  if (!delegable.has(service)) throw unrecognized();
}

export function unrecognized(): WireError {
  return new WireError('InvalidInputException', 'You specified an unrecognized service principal.', {
    Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL',
  });
}
