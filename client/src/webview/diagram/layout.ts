import type { ClassDiagram } from '../../../../server/src/language/protocol-explorer.ts';

/** Where a node stands: its row from the top, and its place in the row, both from 0. */
export interface Placed {
  readonly row: number;
  readonly x: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly rows: number;
  /** Of the widest row. */
  readonly columns: number;
}

/** Enough for the order in a row to settle. */
const SWEEPS = 8;

/**
 * A row for each question, in the order in which they are asked, and a last one for the ends. In a row nodes stand in the
 * order of the mean of what they are joined to (Sugiyama et al. 1981), so that few edges cross.
 */
export function layOut({ nodes }: ClassDiagram): Layout {
  const questions = [
    ...new Set(nodes.flatMap((node) => (node.kind === 'question' ? [node.proposition] : []))),
  ];
  const rowOf = nodes.map((node) =>
    node.kind === 'end' ? questions.length : questions.indexOf(node.proposition),
  );
  const rows = Array.from({ length: questions.length + 1 }, (_, row) =>
    nodes.flatMap((_node, index) => (rowOf[index] === row ? [index] : [])),
  ).filter((row) => row.length > 0);
  const joined: number[][] = nodes.map(() => []);
  nodes.forEach((node, index) => {
    if (node.kind === 'end') return;
    for (const other of [node.no, node.yes]) {
      joined[index]?.push(other);
      joined[other]?.push(index);
    }
  });
  const columns = Math.max(...rows.map((row) => row.length));
  const x = new Float64Array(nodes.length);
  const spread = (row: readonly number[]) =>
    row.forEach((node, place) => {
      x[node] = place + (columns - row.length) / 2;
    });
  rows.forEach(spread);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const mean = (node: number): number => {
        const others = joined[node] ?? [];
        if (others.length === 0) return x[node] as number;
        return others.reduce((sum, other) => sum + (x[other] as number), 0) / others.length;
      };
      const wanted = new Map(row.map((node) => [node, mean(node)]));
      row.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number));
      spread(row);
    }
  }
  const placed: Placed[] = nodes.map(() => ({ row: 0, x: 0 }));
  rows.forEach((row, index) => {
    for (const node of row) placed[node] = { row: index, x: x[node] as number };
  });
  return { placed, rows: rows.length, columns };
}
