import { randomUUID } from 'node:crypto';
import {
  type CredentialsGrant,
  type CredentialsTokens,
  hashOf,
  maxTokens,
  newToken,
  tooManyTokens,
} from '../credentials-tokens.ts';
import type { SharedDatabase } from './shared-database.ts';
import { schema } from './tables.ts';

const table = `${schema}.credentials_token`;
const isGood = 'minted_at <= now() and now() < expires_at';

interface Row {
  readonly id: string;
  readonly viewer_id: string;
  readonly is_local: boolean;
  readonly start_url: string;
  readonly region: string;
  readonly lineage: string;
  readonly account_id: string;
  readonly role_name: string;
  readonly standing: string | null;
}

/**
 * Tokens that are good at every replica: hashes alone are kept, and their times are the database's. `stands` tells
 * whether what let their person in still does.
 */
export function createSharedCredentialsTokens(
  database: SharedDatabase,
  stands: (standing: string) => boolean,
  now: () => number = Date.now,
): CredentialsTokens {
  return {
    async mint(grant, lifetimeMs) {
      const lastsMs = Math.min(lifetimeMs, (grant.validUntil ?? Number.POSITIVE_INFINITY) - now());
      const { person, startUrl, region, lineage } = grant;
      return database.transaction(async (statements) => {
        // As when one is minted where nothing is shared: what is over makes room.
        await statements.rows(
          `delete from ${table} where not (${isGood})
            or (viewer_id = $1 and start_url = $2 and region = $3 and lineage <> $4)`,
          [person.viewerId, startUrl, region, lineage],
        );
        const [counted] = await statements.rows<{ count: number }>(
          `select count(*) as count from ${table} where viewer_id = $1`,
          [person.viewerId],
        );
        if ((counted?.count ?? 0) >= maxTokens) throw tooManyTokens();
        const [id, token] = [randomUUID(), newToken()];
        await statements.rows(
          `insert into ${table} (id, hash, viewer_id, is_local, start_url, region, lineage, account_id, role_name,
            standing, minted_at, expires_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), now() + $11 * interval '1 millisecond')`,
          [id, hashOf(token), ...columnsOf(grant), lastsMs],
        );
        return { id, token, expiresAt: now() + lastsMs };
      });
    },

    async revoke({ viewerId }, id) {
      // Ids are ours; what is none would be an error of the database.
      if (!/^[\da-f-]{36}$/.test(id)) return false;
      const sql = `delete from ${table} where viewer_id = $1 and id::text = $2 returning ${isGood} as was_good`;
      const [revoked] = await database.rows<{ was_good: boolean }>(sql, [viewerId, id]);
      return revoked?.was_good === true;
    },

    async redeem(token) {
      const sql = `select id, viewer_id, is_local, start_url, region, lineage, account_id, role_name, standing
        from ${table} where hash = $1 and ${isGood}`;
      const [row] = await database.rows<Row>(sql, [hashOf(token)]);
      if (!row || (row.standing !== null && !stands(row.standing))) return undefined;
      return {
        tokenId: row.id,
        person: { viewerId: row.viewer_id, isLocal: row.is_local },
        startUrl: row.start_url,
        region: row.region,
        lineage: row.lineage,
        accountId: row.account_id,
        roleName: row.role_name,
      };
    },
  };
}

function columnsOf({ person, startUrl, region, lineage, accountId, roleName, standing }: CredentialsGrant) {
  const { viewerId, isLocal } = person;
  return [viewerId, isLocal, startUrl, region, lineage, accountId, roleName, standing ?? null];
}
