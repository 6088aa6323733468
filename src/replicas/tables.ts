import type { Migrations } from '../postgres/migrate.ts';

/** Where it is: apart from the store, whose tables can be dropped and read from AWS again. */
export const schema = 'gateway_people';

/** Each step is final once it was released: the next one goes on from there. */
export const migrations: Migrations = {
  schema,
  steps: [
    `create table ${schema}.replica (
      id uuid primary key,
      seen_at timestamptz not null
    );
    create table ${schema}.token (
      viewer_id text not null,
      place text not null,
      version uuid not null,
      sealed bytea not null,
      kept_at timestamptz not null default now(),
      primary key (viewer_id, place)
    );
    create table ${schema}.client (
      viewer_id text not null,
      place text not null,
      sealed bytea not null,
      kept_at timestamptz not null default now(),
      primary key (viewer_id, place)
    );
    create table ${schema}.work (
      viewer_id text not null,
      place text not null,
      holder uuid not null,
      held_until timestamptz not null,
      primary key (viewer_id, place)
    );
    create table ${schema}.login (
      id uuid primary key,
      viewer_id text not null,
      sign_in text not null,
      state text not null,
      sealed bytea not null,
      begun bytea,
      is_keeping boolean not null default false,
      holder uuid,
      held_until timestamptz,
      ends_at timestamptz not null,
      ended_at timestamptz
    );
    create unique index login_under_way on ${schema}.login (sign_in) where state = 'PENDING';
    create index login_of_viewer on ${schema}.login (viewer_id, ended_at desc);
    create index login_ended on ${schema}.login (ended_at);
    create table ${schema}.credentials_token (
      hash text primary key,
      id uuid not null,
      viewer_id text not null,
      is_local boolean not null,
      start_url text not null,
      region text not null,
      lineage text not null,
      account_id text not null,
      role_name text not null,
      standing text,
      minted_at timestamptz not null,
      expires_at timestamptz not null
    );
    create index credentials_token_of_viewer on ${schema}.credentials_token (viewer_id, id);
    create unlogged table ${schema}.rate (
      viewer_id text primary key,
      busy_until timestamptz not null
    );`,
  ],
};
