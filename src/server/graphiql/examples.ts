import { readFile } from 'node:fs/promises';

/** What the examples ask about. What is not given stands as a form to fill in. */
export interface ExampleVariables {
  readonly accountId?: string;
  readonly permissionSetName?: string;
  readonly groupName?: string;
  readonly userName?: string;
  readonly ouId?: string;
  readonly loginId?: string;
  /** The account and role that the example of signing in takes. */
  readonly roleAccountId?: string;
  readonly roleName?: string;
}

const forms: Required<ExampleVariables> = {
  accountId: '123456789012',
  permissionSetName: 'AdministratorAccess',
  groupName: 'Platform Engineers',
  userName: 'maya.fernandes',
  ouId: 'ou-ab12-11111111',
  loginId: 'the id that Login answers',
  roleAccountId: 'an accountId that AvailableRoles lists',
  roleName: 'its roleName',
};

/** In the order of the tabs; each names the variables of its query. */
const examples: readonly {
  readonly file: string;
  readonly variables: readonly (keyof ExampleVariables)[];
}[] = [
  { file: 'all-assignments', variables: [] },
  { file: 'who-can-enter-an-account', variables: ['accountId'] },
  { file: 'where-a-permission-set-is-used', variables: ['permissionSetName'] },
  { file: 'what-a-group-holds', variables: ['groupName'] },
  { file: 'what-one-person-reaches', variables: ['userName'] },
  { file: 'assignments-under-an-ou', variables: ['ouId'] },
  { file: 'who-administers', variables: ['ouId'] },
  { file: 'sweep', variables: [] },
  { file: 'sign-in', variables: ['loginId', 'roleAccountId', 'roleName'] },
  { file: 'why-not-this-role', variables: [] },
];

/** The tabs that GraphiQL opens with for someone who has not been here before. */
export async function exampleTabs(
  values: ExampleVariables,
): Promise<{ readonly query: string; readonly variables: string }[]> {
  const filled = { ...forms, ...values };
  return Promise.all(
    examples.map(async ({ file, variables }) => ({
      query: await readFile(new URL(`examples/${file}.graphql`, import.meta.url), 'utf8'),
      variables: JSON.stringify(
        Object.fromEntries(variables.map((name) => [name, filled[name]])),
        undefined,
        2,
      ),
    })),
  );
}
