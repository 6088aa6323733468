/**
 * Writes src/sandbox/models/managed-policies.generated.ts, the names of IAM's AWS managed policies:
 *
 *   aws iam list-policies --scope AWS --query 'Policies[].[Arn]' --output text > FILE
 *   node scripts/derive-managed-policies.ts FILE
 */
import { readFile, writeFile } from 'node:fs/promises';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: node scripts/derive-managed-policies.ts FILE (of ARNs, one a line)');
  process.exit(1);
}
const arns = (await readFile(file, 'utf8')).split(/\s+/).filter(Boolean);
const namesByPath = new Map<string, string[]>();
for (const arn of arns) {
  const [, path, name] = /^arn:[\w-]+:iam::aws:policy(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
  if (path === undefined || name === undefined)
    throw new Error(`Not the ARN of an AWS managed policy: ${arn}`);
  namesByPath.set(path, [...(namesByPath.get(path) ?? []), name]);
}
const entries = [...namesByPath].sort(([a], [b]) => (a < b ? -1 : 1));
const source = [
  '// Written by scripts/derive-managed-policies.ts. Do not edit.\n',
  '/** The names of the AWS managed policies, by path. */',
  'export const managedPolicies: Readonly<Record<string, string>> = {',
  ...entries.map(([path, names]) => `  '${path}': \`\n${names.sort().join('\n')}\`,`),
  '};\n',
].join('\n');
await writeFile(new URL('../src/sandbox/models/managed-policies.generated.ts', import.meta.url), source);
