import { useMemo } from 'preact/hooks';
import { useQuery } from '../graphql/answers.ts';
import { graphql } from '../graphql/document.ts';
import { Store, useStore } from '../store.ts';
import { place } from './location.ts';

const meQuery = graphql(`
  query Me {
    viewer {
      name
      permissions
    }
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
  const { data, errors } = useQuery({ what: 'who you are', document: meQuery, variables: {} });
  const { params } = useStore(place);
  const chosen = params.get('instance');
  return useMemo(() => {
    const instances = data?.instances ?? [];
    const [first] = instances;
    const arn = instances.find((one) => one.arn.endsWith(`/${chosen}`))?.arn ?? first?.arn;
    instanceArn.set(instances.length > 1 && arn !== undefined ? arn : null);
    const permissions = data?.viewer.permissions ?? [];
    return {
      isReading: data === undefined && errors.length === 0,
      name: data?.viewer.name,
      instances,
      may: (permission) => permissions.includes(permission),
    };
  }, [data, errors.length, chosen]);
}
