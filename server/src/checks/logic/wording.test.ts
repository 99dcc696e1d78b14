import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truth, witnessInWords } from './wording.ts';

describe('a witness in words', () => {
  const arbitrary = fc.dictionary(fc.stringMatching(/^[a-z]{3,6}$/), fc.boolean(), {
    minKeys: 1,
    maxKeys: 30,
  });

  it('hides neither what is true nor what the reader asks about, and puts them first', () => {
    fc.assert(
      fc.property(arbitrary, fc.array(fc.nat(29)), (witness, picks) => {
        const names = Object.keys(witness);
        const about = new Set(picks.flatMap((pick) => names[pick] ?? []));
        const said = witnessInWords(witness, about);
        const listed = said.split(/[;,] /);
        const named = names.filter((name) => witness[name] || about.has(name));
        const first = listed.slice(0, named.length);
        expect(first.toSorted()).toEqual(
          named.map((name) => truth(name, witness[name] as boolean)).toSorted(),
        );
      }),
    );
  });

  it('says of every proposition what it is: by name, or counted among those that are no', () => {
    fc.assert(
      fc.property(arbitrary, (witness) => {
        const said = witnessInWords(witness);
        const counted = Number(/(\d+) (?:others|propositions): no/.exec(said)?.[1] ?? 0);
        const byName = said.split(/[;,] /).filter((part) => /^[a-z]+: (?:yes|no)$/.test(part));
        expect(byName.length + counted).toBe(Object.keys(witness).length);
      }),
    );
  });

  it('counts what is no where there is much of it', () => {
    const nine = Object.fromEntries([...'abcdefghi'].map((name) => [name, false]));
    expect(witnessInWords({ ...nine, refuses: true })).toBe('refuses: yes; 9 others: no, all else free');
    expect(witnessInWords({ ...nine, refuses: true }, new Set(['c']))).toBe(
      'c: no; refuses: yes; 8 others: no, all else free',
    );
    expect(witnessInWords(nine)).toBe('each of 9 propositions: no, all else free');
  });
});
