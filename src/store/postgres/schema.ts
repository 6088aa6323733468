import type { Migrations } from '../../postgres/migrate.ts';

/** What is told on this channel is a hint: `log <scope>` of a commit, `demand`, `answer <replica>`, or `role`. */
export const channel = 'gateway_store';

/**
 * `extent` is the log of each scope: a row that is replaced gets the next id of its scope, so that ids are the order in
 * which extents were kept; `scope.version` is the last one, and its row is locked by whoever commits, so that nobody sees
 * a later id before an earlier one. Keys may be longer than an index takes: `digest` stands for them. `change` is
 * history and no copy of anything. `reader` says which replica reads from AWS for an endpoint, and until when; `demand` what
 * others want to have read, and what came of it: it is nothing that has to outlive a crash.
 */
export const migrations: Migrations = {
  schema: 'gateway_store',
  steps: [
    `create table gateway_store.scope (
      id integer generated always as identity primary key, endpoint text not null, instance_arn text not null,
      version bigint not null default 0, last_change bigint not null default 0,
      unique (endpoint, instance_arn)
    );
    create table gateway_store.extent (
      scope integer not null, id bigint not null, digest bytea not null, key text not null,
      read_at bigint not null, facts text not null, known_since bigint not null,
      primary key (scope, digest), unique (scope, id)
    );
    create table gateway_store.change (
      scope integer not null, id bigint not null, extent text not null, fact text not null,
      before text, after text, since bigint not null, read_at bigint not null,
      primary key (scope, id)
    );
    create index change_by_time on gateway_store.change (scope, read_at);
    create table gateway_store.reader (
      endpoint text primary key, holder uuid, fence bigint not null default 0,
      expires_at timestamptz not null default '-infinity'
    );
    create table gateway_store.replica (
      id uuid primary key, endpoint text not null, seen_at timestamptz not null default clock_timestamp()
    );
    create unlogged table gateway_store.demand (
      replica uuid not null, n bigint not null, endpoint text not null,
      instance_arn text not null, key text not null, not_before bigint not null, max_pages integer,
      turns jsonb not null, asked_at timestamptz not null default clock_timestamp(), answer jsonb,
      primary key (replica, n)
    );
    create index demand_open on gateway_store.demand (endpoint) where answer is null;`,
  ],
};
