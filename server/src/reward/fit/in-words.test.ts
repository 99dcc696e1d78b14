import { describe, expect, it } from 'vitest';
import type { OrderDemand } from '../prove/fit-proven.ts';
import type { Extreme } from '../prove/rewards.ts';
import { impossibleInWords } from './in-words.ts';

const extreme = (b: boolean): Extreme => ({
  witness: { a: true, b },
  reward: 0,
  values: new Float64Array(),
  isUnsafe: false,
});
const demand: OrderDemand = {
  order: 'expected',
  better: 'good',
  worse: 'fair',
  up: extreme(true),
  down: extreme(false),
};

describe('why no weights prove an order', () => {
  it('says a demand once where it is made at several rates of wrong grades', () => {
    const lines = impossibleInWords({ demands: [demand, demand], signs: [] });
    const said = lines.filter((line) => line.includes('must get more'));
    expect(said).toHaveLength(1);
    expect(lines.join(' ')).toContain('at 2 different rates');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('says every other demand as it is', () => {
    const other = { ...demand, worse: 'bad' };
    const lines = impossibleInWords({ demands: [demand, other], signs: ['judges'] });
    expect(lines.filter((line) => line.includes('must get more'))).toHaveLength(2);
    expect(lines.join(' ')).not.toContain('rates');
  });
});
