import type { Operations } from '../../models/identitystore.generated.ts';
import type { User, UserInput } from '../../organization/types.ts';
import { WireError } from '../../protocol/errors.ts';

/** All that a caller can give a user, by AWS's names. */
type UserDocument = Omit<Operations['CreateUser']['input'], 'IdentityStoreId'>;

/** What the model leaves open, and yet AWS's own directory takes no user without it. The messages are AWS's. */
function requireAttributes({ UserName, DisplayName, Name }: UserDocument) {
  if (UserName === undefined) throw new WireError('ValidationException', 'userName is a required attribute');
  const { GivenName, FamilyName } = Name ?? {};
  const isNameless = Object.keys(Name ?? {}).length === 0;
  const missing = [
    ...(DisplayName === undefined ? ['displayname'] : []),
    ...(isNameless ? ['name'] : []),
    ...(!isNameless && FamilyName === undefined ? ['familyname'] : []),
    ...(!isNameless && GivenName === undefined ? ['givenname'] : []),
  ];
  if (DisplayName === undefined || GivenName === undefined || FamilyName === undefined) {
    const messages = missing.map((name) => `${name}: The attribute ${name} is required`);
    throw new WireError('ValidationException', messages.join(', '));
  }
  return { UserName, DisplayName, GivenName, FamilyName };
}

export function userInput(document: UserDocument): UserInput {
  const { UserName, DisplayName, GivenName, FamilyName } = requireAttributes(document);
  const { UserName: _userName, DisplayName: _displayName, Name, ...attributes } = document;
  const { GivenName: _givenName, FamilyName: _familyName, ...otherNames } = Name ?? {};
  const email = document.Emails?.[0]?.Value;
  return {
    userName: UserName,
    displayName: DisplayName,
    givenName: GivenName,
    familyName: FamilyName,
    ...(email !== undefined && { email }),
    attributes: { ...attributes, ...(Object.keys(otherNames).length > 0 && { Name: otherNames }) },
  };
}

/** The inverse of `userInput`. A user who was generated has an address, and nothing else is said of it. */
export function documentOf({ attributes, ...user }: User): UserDocument {
  const { Name: otherNames, ...others }: UserDocument = attributes ?? defaultAttributes(user.email);
  return {
    UserName: user.userName,
    Name: { ...otherNames, FamilyName: user.familyName, GivenName: user.givenName },
    DisplayName: user.displayName,
    ...others,
  };
}

function defaultAttributes(email: string | undefined): UserDocument {
  return email === undefined ? {} : { Emails: [{ Value: email, Type: 'work', Primary: true }] };
}
