import { type Turn, Turns } from '../../src/aws/budget/turns.ts';

export const request = { its: 'only one' };

/** An interactive turn of nobody in particular, unless said otherwise. */
export function turnOf(turn: Partial<Turn> = {}): Turn {
  return { lane: 'interactive', client: 'somebody', request, ...turn };
}

export function turnsOf(turn?: Partial<Turn>): Turns {
  return new Turns(turnOf(turn));
}
