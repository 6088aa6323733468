/** The first part of the path of each view. The gateway answers these paths with the page, and others with 404. */
export const viewPaths = [
  'people',
  'groups',
  'accounts',
  'permission-sets',
  'ous',
  'everything',
  'matrix',
  'findings',
  'changes',
  'my-access',
] as const;

export type ViewPath = (typeof viewPaths)[number];
