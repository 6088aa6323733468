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
  /** Which of them is shown; undefined where the address names one that is not among them. */
  readonly instance: Instance | undefined;
  readonly may: (permission: 'READ' | 'CREDENTIALS') => boolean;
}

/** Which instance is asked; null where there is one only. */
const instanceArn = new Store<string | null>(null);

/** By which an address names an instance: the last part of its ARN. */
export function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

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
    const instance = chosen === null ? instances[0] : instances.find(({ arn }) => idOf(arn) === chosen);
    instanceArn.set(instances.length > 1 && instance ? instance.arn : null);
    const isAnswered = known.data !== undefined || known.errors.length > 0;
    return {
      isReading: viewer.data === undefined || (permissions.includes('READ') && !isAnswered),
      isUnreachable: (viewer.isUnreachable && !viewer.data) || (known.isUnreachable && !isAnswered),
      name: viewer.data?.viewer.name,
      instances,
      instance,
      may: (permission) => permissions.includes(permission),
    };
  }, [viewer, known, chosen]);
}
