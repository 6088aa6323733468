import { useMemo } from 'preact/hooks';
import { useQuery } from '../graphql/answers.ts';
import { graphql } from '../graphql/document.ts';
import { Store, useStore } from '../store.ts';
import { place } from './location.ts';

const viewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      permissions
    }
  }
`);

const instancesQuery = graphql(`
  query Instances {
    instances {
      arn
      name
      identityStoreId
    }
  }
`);

export interface Instance {
  readonly arn: string;
  readonly name: string | null;
  readonly identityStoreId: string;
}

export interface Me {
  readonly isReading: boolean;
  /** Nothing came back, not even who asks. */
  readonly isUnreachable: boolean;
  readonly name: string | undefined;
  readonly instances: readonly Instance[];
  readonly may: (permission: 'READ' | 'CREDENTIALS') => boolean;
}

/** Which instance is asked; null where there is one only. */
const instanceArn = new Store<string | null>(null);

/** For the variable `$instanceArn` of every query. */
export function useInstanceArn(): string | null {
  return useStore(instanceArn);
}

/** Who asks, and what: the first question of the page. */
export function useMe(): Me {
  const viewer = useQuery({ what: 'who you are', document: viewerQuery, variables: {} });
  const permissions = viewer.data?.viewer.permissions ?? [];
  // Who may not know is not told that they may not.
  const known = useQuery({
    what: 'the instances',
    document: instancesQuery,
    variables: permissions.includes('READ') ? {} : undefined,
  });
  const { params } = useStore(place);
  const chosen = params.get('instance');
  return useMemo(() => {
    const instances = known.data?.instances ?? [];
    const [first] = instances;
    const arn = instances.find((one) => one.arn.endsWith(`/${chosen}`))?.arn ?? first?.arn;
    instanceArn.set(instances.length > 1 && arn !== undefined ? arn : null);
    const isAnswered = known.data !== undefined || known.errors.length > 0;
    return {
      isReading: viewer.data === undefined || (permissions.includes('READ') && !isAnswered),
      isUnreachable: (viewer.isUnreachable && !viewer.data) || (known.isUnreachable && !isAnswered),
      name: viewer.data?.viewer.name,
      instances,
      may: (permission) => permissions.includes(permission),
    };
  }, [viewer, known, chosen]);
}
