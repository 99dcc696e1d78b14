import { describe, expect, it } from 'vitest';
import { figure, interval, percent, signed } from './figures.ts';

describe('numbers in a report', () => {
  it('say their sign without colour, and no sign of nothing', () => {
    expect([signed(1.25, 2), signed(-1.25, 2), signed(-0.001, 2), signed(0, 2)]).toEqual([
      '+1.25',
      '−1.25',
      '0.00',
      '0.00',
    ]);
  });

  it('are a dash where they are not known, not 0', () => {
    expect([figure(null), percent(null), signed(null), interval(undefined)]).toEqual(['–', '–', '–', '']);
    expect([figure(0), percent(0), interval([0, 0.5])]).toEqual(['0.000', '0.0%', '0.00 to 0.50']);
  });
});
