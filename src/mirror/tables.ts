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
    /** 1 when the identity store, asked for it by id, did not know it. */
    deleted: number | null;
    /** When it was first heard of: of a list that began later one may ask why it lacks it. */
    seen_at: number;
    read_at: number | null;
    /** When the latest list began that has it. */
    listed_at: number | null;
  };
  /** The same, with what the latest list says of those whom it lacks. */
  told_principal: Omit<Tables['principal'], 'key' | 'listed_at'> & {
    key: number;
    /** When the latest list of its type began. */
    list_read_at: number | null;
    is_listed: number;
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
export const schemaVersion = 5;

/** AWS's lists lag its writes, and are read over some time: what was told so shortly before may be missing from one. */
const lagMs = 60_000;

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
    seen_at integer not null, read_at integer, listed_at integer,
    unique (scope, type, principal_id)
  );
  create index principal_by_list on principal (scope, type, listed_at);
  create view told_principal as
    select key, scope, type, principal_id, name, display_name, email, description, enabled, seen_at,
      list_read_at, is_listed,
      case when deleted = 0 and is_listed = 0 and read_at < list_read_at - ${lagMs} then null else deleted end as deleted,
      case when deleted = 1 and is_listed = 0 and read_at < list_read_at then list_read_at else read_at end as read_at
    from (
      select p.*, c.read_at as list_read_at, ifnull(p.listed_at = c.read_at, 0) as is_listed
      from principal p left join coverage c
        on c.scope = p.scope and c.extent = case p.type when 'USER' then 'users' else 'groups' end
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
