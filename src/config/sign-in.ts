import { gateway, option, signingIn, signingInToAws } from './option.ts';
import { flag, oneOf, path, text } from './values.ts';

/** How a person signs in to the access portal, and what is handed out to them. */
export const signInOptions = {
  startUrl: option(
    {
      flags: '--start-url <url>',
      env: ['AWS_DEFAULT_SSO_START_URL'],
      description:
        'Where people sign in: the start URL of the access portal. Default: that of --sso-session, else that of the profile which AWS_PROFILE or --profile names, else the only one in the AWS config file.',
      commands: signingInToAws,
    },
    text('a URL such as https://d-1234567890.awsapps.com/start', (value) => URL.canParse(value)).optional(),
  ),
  ssoSession: option(
    {
      flags: '--sso-session <name>',
      env: [],
      description:
        'The sso-session of the AWS config file that the local person signs in with. The sign-in of no other session is used.',
      commands: signingInToAws,
    },
    text('the name of an sso-session', (value) => value.trim() !== '').optional(),
  ),
  ssoRegion: option(
    {
      flags: '--sso-region <region>',
      env: ['AWS_DEFAULT_SSO_REGION'],
      description: 'Its Region. Default: the one that the AWS config file has for the start URL.',
      commands: signingInToAws,
    },
    text('a Region such as eu-west-1', (value) => /^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(value)).optional(),
  ),
  tokenCache: option(
    {
      flags: '--token-cache <folder>',
      env: ['GATEWAY_TOKEN_CACHE'],
      description:
        "Where the local person's sign-in is kept: a folder, or memory. Default: ~/.aws/sso/cache, shared with the AWS CLI and the SDKs; memory for demo.",
      commands: signingIn,
    },
    path().optional(),
  ),
  loginFlow: option(
    {
      flags: '--login-flow <flow>',
      env: ['GATEWAY_LOGIN_FLOW'],
      description:
        'How the local person signs in: device (a code that any browser takes) or pkce (the browser of this machine only, which nobody can be talked into using for somebody else).',
      commands: gateway,
    },
    oneOf(['device', 'pkce']).prefault('device'),
  ),
  loginMessage: option(
    {
      flags: '--login-message <template>',
      env: ['GATEWAY_LOGIN_MESSAGE'],
      description:
        'What standard error shows when the local person is to sign in: off, or a text with {url}, {code} and {urlWithCode}. Default: a sentence and a QR code.',
      commands: gateway,
    },
    text('off or a text', (value) => value.trim() !== '').optional(),
  ),
  allowTokenExport: option(
    {
      flags: '--allow-token-export',
      env: ['GATEWAY_ALLOW_TOKEN_EXPORT'],
      description: 'Let Session.accessToken hand portal tokens out.',
      commands: gateway,
    },
    flag().optional(),
  ),
  accountId: option(
    {
      flags: '--account <id>',
      env: [],
      description: 'The account whose credentials are printed.',
      commands: ['credential-process'],
    },
    text('an account id of 12 digits', (value) => /^\d{12}$/.test(value)).optional(),
  ),
  roleName: option(
    {
      flags: '--role <name>',
      env: [],
      description: 'The role to take there: the name of a permission set.',
      commands: ['credential-process'],
    },
    text('the name of a role', (value) => /^[\w+=,.@-]{1,64}$/.test(value)).optional(),
  ),
  gatewayUrl: option(
    {
      flags: '--gateway <url>',
      env: ['GATEWAY_URL'],
      description:
        'Ask this running gateway, such as http://127.0.0.1:4000/graphql, with the token of --token-file. Default: alone, with the token cache.',
      commands: ['credential-process'],
    },
    text(
      'a URL such as http://127.0.0.1:4000/graphql',
      (value) => /^https?:\/\//.test(value) && URL.canParse(value),
    ).optional(),
  ),
};
