/**
 * Keeps extents in the order in which they are given, unless a later read of one is kept already, and gives the keys of
 * those that were kept. $1 scope, $2 the last id, $3 digests, $4 keys, $5 when each was read, $6 facts, $7 since when
 * each is known.
 */
export const keepExtentsSql = `
  insert into gateway_store.extent as extent (scope, id, digest, key, read_at, facts, known_since)
  select $1, $2::bigint + place, digest, key, read_at, facts, known_since
  from unnest($3::bytea[], $4::text[], $5::bigint[], $6::text[], $7::bigint[])
    with ordinality as one (digest, key, read_at, facts, known_since, place)
  order by place
  on conflict (scope, digest) do update set
    id = excluded.id, read_at = excluded.read_at, facts = excluded.facts,
    known_since = least(extent.known_since, excluded.known_since)
  where extent.read_at <= excluded.read_at
  returning extent.key`;

/** Forgets extents, unless they were read again since. $1 scope, $2 digests, $3 when each was read. */
export const dropExtentsSql = `
  delete from gateway_store.extent using unnest($2::bytea[], $3::bigint[], $4::bigint[]) as given (digest, read_at, read_after)
  where extent.scope = $1 and extent.digest = given.digest
    and extent.read_at <= given.read_at and extent.read_at > given.read_after`;

/** $1 scope, $2 the last id, then the columns of all changes. */
export const keepChangesSql = `
  insert into gateway_store.change (scope, id, extent, fact, before, after, since, read_at)
  select $1, $2::bigint + place, extent, fact, before, after, since, read_at
  from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
    with ordinality as one (extent, fact, before, after, since, read_at, place)`;
