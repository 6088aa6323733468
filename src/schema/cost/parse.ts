import { type DocumentNode, Lexer, parse, type ParseOptions, Source, type Token, TokenKind } from 'graphql';
import { checkLimits } from './refusal.ts';

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Parses a document after counting its brackets and tokens: the parser calls itself for each bracket, and thousands of
 * them would overflow the stack.
 */
export function parseQuery(query: string | Source, options?: ParseOptions): DocumentNode {
  const source = typeof query === 'string' ? new Source(query) : query;
  let tokens = 0;
  let level = 0;
  let nesting = 0;
  for (const token of tokensOf(source)) {
    tokens += 1;
    if (opening.has(token.kind)) nesting = Math.max(nesting, (level += 1));
    if (closing.has(token.kind)) level -= 1;
  }
  checkLimits({ nesting, tokens });
  return parse(source, options);
}

function* tokensOf(source: Source): Generator<Token, void> {
  const lexer = new Lexer(source);
  while (lexer.advance().kind !== TokenKind.EOF) yield lexer.token;
}
