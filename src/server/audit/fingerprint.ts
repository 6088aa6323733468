import { createHash } from 'node:crypto';
import { type DocumentNode, Kind, visit } from 'graphql';
import { telling } from './values.ts';

/** What a document asks, without what it asks about. */
export interface Fingerprint {
  /** SHA-256 of the document's text, in which literal values are cut out. */
  readonly hash: string;
  /** These values. */
  readonly literals: readonly string[];
}

/** Clients send the same documents again and again, and parsed ones are kept. */
const fingerprints = new WeakMap<DocumentNode, Fingerprint>();

export function fingerprintOf(document: DocumentNode): Fingerprint {
  const known = fingerprints.get(document);
  if (known) return known;
  const fingerprint = take(document);
  fingerprints.set(document, fingerprint);
  return fingerprint;
}

function take(document: DocumentNode): Fingerprint {
  const text = document.loc?.source.body ?? '';
  const literals: string[] = [];
  const kept: string[] = [];
  let at = 0;
  visit(document, {
    enter(node) {
      const isText = node.kind === Kind.STRING;
      const isNumber = node.kind === Kind.INT || node.kind === Kind.FLOAT;
      if (!node.loc || !(isText || (isNumber && node.value.length >= telling))) return;
      literals.push(node.value);
      kept.push(text.slice(at, node.loc.start));
      at = node.loc.end;
    },
  });
  kept.push(text.slice(at));
  return { hash: createHash('sha256').update(kept.join('')).digest('hex'), literals };
}
