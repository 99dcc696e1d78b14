import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as node from './sha256.ts';
import * as web from './sha256-web.ts';

const text = fc.string({ unit: 'binary', maxLength: 300 });

describe('hashes', () => {
  it('are those that the standard gives', () => {
    // FIPS 180-4, its example "abc"; RFC 4231, test case 2.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const jefe = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    for (const { sha256Hex, hmacSha256Hex } of [node, web]) {
      expect(sha256Hex('abc')).toBe(abc);
      expect(hmacSha256Hex(new TextEncoder().encode('Jefe'), 'what do ya want for nothing?')).toBe(jefe);
    }
  });

  it('are the same with and without Node', () => {
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 100 }), (said, key) => {
        expect([...web.sha256(said)]).toEqual([...node.sha256(said)]);
        expect(web.sha256Hex(said)).toBe(node.sha256Hex(said));
        expect(web.hmacSha256Hex(key, said)).toBe(node.hmacSha256Hex(key, said));
      }),
    );
  });

  it('take half a surrogate pair alike', () => {
    expect(web.sha256Hex('a\ud800b')).toBe(node.sha256Hex('a\ud800b'));
  });
});
