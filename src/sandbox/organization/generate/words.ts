/** The vocabulary of the generated company. Everything here is invented; the domain is one of those that never resolve. */

export const company = { name: 'Larkfield', domain: 'larkfield.example' } as const;

/** A given or family name, and how it is typed at a login. */
interface PersonName {
  readonly name: string;
  readonly login: string;
}

export const givenNames = names(`
  Ada Amara Amélie Andrés Anika Arjun Aylin Beatriz Ben Bjørn Camille Carlos Chiara Chloe Daan Dariusz Diego Ebba
  Elena Elif Emeka Emma Farah Felix Fiona Francesca Gabriel Giulia Hana Haruto Hugo Ibrahim Ingrid Isabel Ivan Jakub
  Jamal Jane Javier Jonas José Kaito Karim Katya Kofi Laila Lars Leila Liam Lucía Magnus Mai Marco Mateo Maya Mei
  Milan Mira Nadia Noah Nora Olga Omar Oskar Paolo Petra Priya Rafael Ravi Renée Rosa Sakura Samir Sara Sofia Søren
  Tariq Tomás Uma Vera Viktor Wei Yara Yusuf Zoë
`);

export const familyNames = names(`
  Abara Adeyemi Ahmed Almeida Andersson Bauer Becker Berg Bianchi Brennan Byrne Campbell Carvalho Castillo Chen Costa
  Cruz Dąbrowski Das Dubois Eriksen Fernandes Ferrari Fischer Flores Fontaine Fujita Garcia Gomes González Gupta Haddad
  Hansen Hassan Hoffmann Horvat Huang Ito Ivanova Jansen Johansson Kamara Kaplan Kaur Keller Khan Kim Klein Kowalski
  Kumar Larsen Laurent Lee Lindqvist Lopes Mahmoud Marino Martin Mbeki Mehta Mendes Meyer Moreau Müller Nakamura Nguyen
  Nielsen Novak Núñez Okafor Oliveira Park Patel Pereira Petrov Popescu Quinn Ramos Rao Reyes Ricci Rossi Saito Santos
  Schmidt Sharma Silva Singh Smith Sokolov Suzuki Takahashi Tanaka Torres Tran Ueda Vargas Visser Wagner Wang Weber
  Wójcik Yamamoto Yilmaz Zhang
`);

/** Product teams, each with the OU of its business unit; the second one's reaches the deepest level that AWS allows. */
const teams: readonly { readonly name: string; readonly unit: readonly string[] }[] = [
  { name: 'checkout', unit: ['Commerce'] },
  { name: 'card-vault', unit: ['Payments', 'PCI', 'Cardholder Data'] },
  { name: 'payments', unit: ['Payments'] },
  { name: 'data-lake', unit: ['Data'] },
  { name: 'catalog', unit: ['Commerce'] },
  { name: 'search', unit: ['Commerce'] },
  { name: 'ml-platform', unit: ['Data'] },
  { name: 'warehouse', unit: ['Logistics'] },
  { name: 'orders', unit: ['Commerce'] },
  { name: 'fraud', unit: ['Payments', 'PCI'] },
  { name: 'mobile', unit: ['Digital'] },
  { name: 'web', unit: ['Digital'] },
  { name: 'pricing', unit: ['Commerce'] },
  { name: 'tracking', unit: ['Logistics'] },
  { name: 'billing', unit: ['Finance'] },
  { name: 'crm', unit: ['Customer'] },
  { name: 'loyalty', unit: ['Customer'] },
  { name: 'reporting', unit: ['Data'] },
  { name: 'streaming', unit: ['Data'] },
  { name: 'fleet', unit: ['Logistics'] },
  { name: 'ledger', unit: ['Finance'] },
  { name: 'support', unit: ['Customer'] },
  { name: 'marketing', unit: ['Digital'] },
  { name: 'returns', unit: ['Logistics'] },
  { name: 'treasury', unit: ['Finance'] },
  { name: 'identity', unit: ['Customer'] },
  { name: 'messaging', unit: ['Digital'] },
  { name: 'iot-gateway', unit: ['Logistics'] },
  { name: 'hr-systems', unit: ['Corporate'] },
  { name: 'intranet', unit: ['Corporate'] },
];

const markets = ['emea', 'apac', 'latam', 'uk', 'de', 'jp', 'in', 'br', 'au', 'ca'] as const;

/** As many teams as are asked for: the list above, then the same in every market, then with numbers. */
export function team(index: number): { readonly name: string; readonly unit: readonly string[] } {
  const { name, unit } = at(teams, index);
  const round = Math.floor(index / teams.length) - 1;
  if (round < 0) return { name, unit };
  const repeat = Math.floor(round / markets.length);
  const suffix = repeat === 0 ? '' : String(repeat + 1);
  return { name: `${name}-${at(markets, round)}${suffix}`, unit };
}

/** The list, over and over. */
export function at<T>(list: readonly T[], index: number): T {
  // The index is in range, and T itself may include undefined.
  return list[index % list.length] as T;
}

/** `card-vault` → `CardVault` */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Hands out each name once: the second `mai.chen` becomes `mai.chen2`. No name of ours ends in a digit by itself. */
export class UniqueNames {
  readonly #taken = new Map<string, number>();

  take(name: string): string {
    const times = (this.#taken.get(name) ?? 0) + 1;
    this.#taken.set(name, times);
    return times === 1 ? name : `${name}${times}`;
  }
}

function names(text: string): readonly PersonName[] {
  const written = text.trim().split(/\s+/);
  return written.map((name) => ({ name, login: loginOf(name) }));
}

/** `Núñez` → `nunez` */
function loginOf(name: string): string {
  // No decomposition turns these two into ASCII.
  const spelled = name.toLowerCase().replaceAll('ø', 'o').replaceAll('ł', 'l');
  return spelled.normalize('NFD').replace(/\p{M}/gu, '');
}
