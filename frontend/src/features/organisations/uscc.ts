// The unified social credit code (GB 32100-2015): 18 characters, the last of which follows from the others.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Why a text is not such a code: key of a text, with what it names. */
export type UsccFault =
  | { key: 'length'; found: number }
  | { key: 'character'; position: number; found: string }
  | { key: 'division'; position: number; found: string }
  | { key: 'check'; expected: string; found: string };

/** As the server takes it: full-width characters, lower case, spaces and hyphens are no fault. */
export function normalUscc(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
}

/** What is wrong with a code; nothing for one that is right. Positions count from 1. */
export function usccFault(text: string): UsccFault | undefined {
  const code = [...normalUscc(text)];
  if (code.length !== 18) return { key: 'length', found: code.length };
  let sum = 0;
  let weight = 1;
  for (const [index, found] of code.entries()) {
    const worth = ALPHABET.indexOf(found);
    const position = index + 1;
    if (worth < 0) return { key: 'character', position, found };
    if (position >= 3 && position <= 8 && !/\d/.test(found)) return { key: 'division', position, found };
    if (position === 18) {
      const expected = ALPHABET[(31 - (sum % 31)) % 31] ?? '';
      return found === expected ? undefined : { key: 'check', expected, found };
    }
    sum += worth * weight;
    weight = (weight * 3) % 31;
  }
  return undefined;
}
