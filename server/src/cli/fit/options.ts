import type { Sign } from '../../reward/fit/fit.ts';
import { UsageError } from '../output.ts';

/** What `rbr fit` reads from its options; each throws a UsageError that says what is asked for. */

export function positive(text: string): number {
  return number(text, (value) => value > 0, 'a number above 0');
}

export function nonNegative(text: string): number {
  return number(text, (value) => value >= 0, 'a number of 0 or more');
}

export function natural(text: string): number {
  return number(text, (value) => Number.isInteger(value) && value >= 0, 'a whole number of 0 or more');
}

export function fraction(text: string): number {
  return number(text, (value) => value > 0 && value <= 1, 'a fraction between 0 and 1');
}

export function l2(text: string): number | 'cv' {
  return text === 'cv' ? 'cv' : number(text, (value) => value > 0, 'a number above 0, or cv');
}

export function signOf(text: string, earlier: readonly [string, Sign][] = []): [string, Sign][] {
  const [name, sign] = named(text, '<feature>=+ or <feature>=-');
  if (sign !== '+' && sign !== '-') throw new UsageError(`"${text}": write <feature>=+ or <feature>=-.`);
  return [...earlier, [name, sign === '+' ? 'positive' : 'negative']];
}

export function weightOf(text: string, earlier: readonly [string, number][] = []): [string, number][] {
  const [name, value] = named(text, '<feature>=<number>');
  return [...earlier, [name, number(value, () => true, 'a number')]];
}

function named(text: string, form: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at <= 0) throw new UsageError(`"${text}": write ${form}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function number(text: string, accepts: (value: number) => boolean, asked: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || !accepts(value))
    throw new UsageError(`"${text}" is not ${asked}.`);
  return value;
}
