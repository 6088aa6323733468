import type { Generated } from 'kysely';

/**
 * The mirror's tables. AWS's long ids stand once, in the dictionaries `account`, `permission_set` and `principal`;
 * every other row is made of their integer keys. A dictionary row may exist before any fact about it was read:
 * then `read_at` is null. Times are epoch milliseconds; `read_at` is when the read that told the fact began.
 */
export interface Tables {
  /** An instance at an endpoint. Everything else belongs to one scope, so that no row is served as another's. */
  scope: { key: Generated<number>; endpoint: string; instance_arn: string };
  /** An extent that was read whole, how many facts it held, and when the read began. */
  coverage: { scope: number; extent: string; read_at: number; size: number };
  account: {
    key: Generated<number>;
    scope: number;
    account_id: string;
    /** 1 while the organization's account list holds it. */
    listed: Generated<number>;
    name: string | null;
    email: string | null;
    state: string | null;
    /** JSON: ids from the root down to the parent. Null when AWS did not say and the tree was not walked. */
    ancestors: string | null;
    read_at: number | null;
  };
  permission_set: {
    key: Generated<number>;
    scope: number;
    arn: string;
    /** 1 while the instance's list holds it. */
    listed: Generated<number>;
    name: string | null;
    description: string | null;
    session_duration: string | null;
    relay_state: string | null;
    created_at: number | null;
    read_at: number | null;
  };
  principal: {
    key: Generated<number>;
    scope: number;
    type: string;
    principal_id: string;
    /** userName of a user, displayName of a group. */
    name: string | null;
    display_name: string | null;
    email: string | null;
    description: string | null;
    enabled: number | null;
    /** 1 when the identity store no longer knows it. */
    deleted: number | null;
    /** When it was first heard of: a later complete listing without it proves that it was deleted. */
    seen_at: number;
    read_at: number | null;
  };
  /**
   * Permission sets in accounts. `provisioned` is 1 while the latest list that could tell, of the account or of the
   * permission set, holds the pair. `read_at` is 0 before its assignments were read; `size` is how many they were.
   */
  pair: {
    scope: number;
    account: number;
    permission_set: number;
    provisioned: Generated<number>;
    read_at: Generated<number>;
    size: Generated<number>;
  };
  assignment: { account: number; permission_set: number; principal: number };
  /** Organizational units and roots, by their own ids: there are few. */
  unit: {
    scope: number;
    unit_id: string;
    name: string | null;
    /** JSON: ids from the root down to the parent; empty for a root. */
    ancestors: string | null;
    listed: Generated<number>;
    read_at: number;
  };
  /** The members of lists that no other extent shares, each owned by its extent; `value` is JSON. */
  item: { scope: number; extent: string; key: string; value: string | null };
}

/** Raised whenever the tables change: an older file is set aside and read anew, since it is only a copy. */
export const schemaVersion = 4;

export const schemaSql = `
  create table scope (
    key integer primary key, endpoint text not null, instance_arn text not null,
    unique (endpoint, instance_arn)
  );
  create table coverage (
    scope integer not null, extent text not null, read_at integer not null, size integer not null,
    primary key (scope, extent)
  ) without rowid;
  create table account (
    key integer primary key, scope integer not null, account_id text not null, listed integer not null default 0,
    name text, email text, state text, ancestors text, read_at integer,
    unique (scope, account_id)
  );
  create index account_unlisted on account (scope) where listed = 0;
  create table permission_set (
    key integer primary key, scope integer not null, arn text not null, listed integer not null default 0,
    name text, description text, session_duration text, relay_state text, created_at integer, read_at integer,
    unique (scope, arn)
  );
  create table principal (
    key integer primary key, scope integer not null, type text not null, principal_id text not null,
    name text, display_name text, email text, description text, enabled integer, deleted integer,
    seen_at integer not null, read_at integer,
    unique (scope, type, principal_id)
  );
  create table pair (
    scope integer not null, account integer not null, permission_set integer not null,
    provisioned integer not null default 0, read_at integer not null default 0, size integer not null default 0,
    primary key (account, permission_set)
  ) without rowid;
  create index pair_by_age on pair (scope, provisioned, read_at);
  create index pair_by_permission_set on pair (permission_set, account);
  create table assignment (
    account integer not null, permission_set integer not null, principal integer not null,
    primary key (account, permission_set, principal)
  ) without rowid;
  create index assignment_by_principal on assignment (principal);
  create table unit (
    scope integer not null, unit_id text not null, name text, ancestors text,
    listed integer not null default 0, read_at integer not null,
    primary key (scope, unit_id)
  ) without rowid;
  create table item (
    scope integer not null, extent text not null, key text not null, value text,
    primary key (scope, extent, key)
  ) without rowid;
`;
