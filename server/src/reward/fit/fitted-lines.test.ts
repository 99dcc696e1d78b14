import { describe, expect, it } from 'vitest';
import type { FeatureRow } from './feature-rows.ts';
import { FittedLines } from './fitted-lines.ts';

const row = (promptId: string, label: string, good: number, more: Partial<FeatureRow> = {}): FeatureRow => ({
  id: `${promptId} ${label}`,
  promptId,
  responseType: 'comply',
  label,
  baseReward: 0.25,
  features: { good, polite: 1 },
  ...more,
});

function fittedOn(...rows: readonly FeatureRow[]): FittedLines {
  const lines = new FittedLines();
  for (const each of rows) lines.add(each);
  return lines;
}

describe('feature lines that were fitted on', () => {
  const fitted = fittedOn(row('a', 'best', 0.9), row('a', 'worst', 0.1), row('b', 'best', 0.7));

  it('are known under their id, with other lines of the prompt beside them', () => {
    expect(fitted.has([row('a', 'best', 0.9)])).toBe(true);
    expect(fitted.has([row('a', 'best', 0.9), row('a', 'worst', 0.35)])).toBe(true);
    const turned = row('a', 'best', 0, { features: { polite: 1, good: 0.9 } });
    expect(fitted.has([turned])).toBe(true);
  });

  it('are known under another id by all lines of the prompt together', () => {
    expect(fitted.has([row('z', 'best', 0.9), row('z', 'worst', 0.1)])).toBe(true);
    expect(fitted.has([row('z', 'best', 0.9), row('z', 'worst', 0.2)])).toBe(false);
  });

  it('are not all that have an id in common: two files may count their prompts alike', () => {
    expect(fitted.has([row('a', 'best', 0.8), row('a', 'worst', 0.2)])).toBe(false);
    expect(fitted.has([row('b', 'worst', 0.7)])).toBe(false);
  });

  it('are not all of yes and no that coincide', () => {
    const whole = { baseReward: 0 };
    const yes = fittedOn(row('a', 'best', 1, whole), row('a', 'worst', 0, whole));
    expect(yes.has([row('z', 'best', 1, whole), row('z', 'worst', 0, whole)])).toBe(false);
    expect(yes.has([row('a', 'best', 1, whole)])).toBe(true);
  });

  it('of a prompt that is there as text are all replies to it', () => {
    const text = fittedOn(row('p', 'best', 0.9, { promptText: 'How do I  bake bread?' }));
    expect(text.has([row('q', 'best', 0.2, { promptText: 'how do i bake bread' })])).toBe(true);
    expect(text.has([row('q', 'best', 0.2, { promptText: 'how do i bake cake' })])).toBe(false);
  });
});
