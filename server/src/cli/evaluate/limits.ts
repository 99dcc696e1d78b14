import { QUALITY_FIGURES } from '../../reward/evaluate/figure-names.ts';
import { UsageError } from '../output.ts';

export interface Limit {
  readonly written: string;
  /** A figure of the evaluation, by its full name. */
  readonly figure: string;
  readonly value: number;
}

const FULL_NAMES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(QUALITY_FIGURES.map((figure) => [figure, `macro.${figure}`])),
  classAccuracy: 'classes.accuracy',
  notUnsafe: 'safety.notUnsafe',
  notOverrefuse: 'safety.notOverrefuse',
  hardRefusalStyle: 'safety.hardRefusalStyle',
  safetyF1: 'safety.f1',
};

/** `auroc=0.9`, or a figure in full: `propositions.refuses.auroc=0.9`. */
export function limitsOf(written: readonly string[]): Limit[] {
  return written.map((text) => {
    const at = text.lastIndexOf('=');
    const [metric, number] = [text.slice(0, at), text.slice(at + 1)];
    const value = Number(number);
    const figure = FULL_NAMES[metric] ?? (metric.includes('.') ? metric : undefined);
    if (at <= 0 || figure === undefined || number.trim() === '' || !Number.isFinite(value)) {
      const names = [...Object.keys(FULL_NAMES), 'propositions.<name>.auroc'].join(', ');
      throw new UsageError(`"${text}" is not a limit; write <metric>=<number> with one of ${names}.`);
    }
    return { written: text, figure, value };
  });
}
