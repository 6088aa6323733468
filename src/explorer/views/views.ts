import type { ViewPath } from '../paths.ts';
import type { View } from './view.ts';

/** Each in a file of its own, which is loaded when somebody goes there. */
export const views: Readonly<Record<ViewPath, View>> = {
  people: { label: 'People', needs: 'READ', load: () => import('./people.tsx') },
  groups: { label: 'Groups', needs: 'READ', load: () => import('./groups.tsx') },
  accounts: { label: 'Accounts', needs: 'READ', load: () => import('./accounts.tsx') },
  'permission-sets': { label: 'Permission sets', needs: 'READ', load: () => import('./permission-sets.tsx') },
  ous: { label: 'OUs', needs: 'READ', load: () => import('./ous.tsx') },
  everything: { label: 'Everything', needs: 'READ', load: () => import('./everything.tsx') },
  matrix: { label: 'Matrix', needs: 'READ', load: () => import('./matrix.tsx') },
  findings: { label: 'Findings', needs: 'READ', load: () => import('./findings.tsx') },
  changes: { label: 'Changes', needs: 'READ', load: () => import('./changes.tsx') },
  'my-access': { label: 'My access', needs: 'CREDENTIALS', load: () => import('./my-access/my-access.tsx') },
};

export function viewAt(path: string): View | undefined {
  return Object.hasOwn(views, path) ? views[path as ViewPath] : undefined;
}
