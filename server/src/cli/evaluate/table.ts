import type { Interval } from '../../reward/evaluate/statistics/interval.ts';

/** Rows of equally many cells, the first of which is the header; the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

export function signed(value: number | null): string {
  return value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

export function interval(range: Interval | null): string {
  return range ? `[${range[0].toFixed(2)}, ${range[1].toFixed(2)}]` : '–';
}

/** The figure alone where it is not there, since no interval is then missing. */
export function withInterval(value: number | null, range: Interval | null): string {
  return value === null ? figure(value) : `${figure(value)} ${interval(range)}`;
}
