import type { ClassDiagram } from '../../../../server/src/language/protocol-explorer.ts';

export interface Sizes {
  readonly box: number;
  /** What an edge that passes a row needs of it. */
  readonly lane: number;
  readonly gap: number;
}

/** A point of the picture: its row from the top, and its middle in the unit of the sizes. */
export interface Point {
  readonly row: number;
  readonly x: number;
}

/** An edge, or a part of one that several share. */
export interface Line {
  readonly kind: 'yes' | 'no' | 'shared';
  readonly from: Point;
  readonly to: Point;
  /** It begins and ends at a box, not amid the row. */
  readonly fromBox: boolean;
  readonly toBox: boolean;
}

export interface Layout {
  /** One a node. */
  readonly boxes: readonly Point[];
  readonly lines: readonly Line[];
  readonly rows: number;
  readonly width: number;
}

/** Something that takes room in a row: a node, or a lane of edges on their way to one. */
interface Spot {
  readonly width: number;
  readonly row: number;
  readonly joined: Spot[];
  x: number;
}

/** Enough for the order in a row to settle. */
const SWEEPS = 12;

/**
 * A row for each question, in the order in which they are asked, and a last one for the ends. Edges that pass rows run in
 * lanes between the boxes, one lane for all that go to the same node. In a row, boxes and lanes stand in the order of the
 * mean of what they are joined to (Sugiyama et al. 1981), so that few edges cross.
 */
export function layOut({ nodes }: ClassDiagram, { box, lane, gap }: Sizes): Layout {
  const questions = [
    ...new Set(nodes.flatMap((node) => (node.kind === 'question' ? [node.proposition] : []))),
  ];
  const rows: Spot[][] = Array.from({ length: questions.length + 1 }, () => []);
  const place = (row: number, width: number): Spot => {
    const spot: Spot = { width, row, joined: [], x: 0 };
    rows[row]?.push(spot);
    return spot;
  };
  const boxes = nodes.map((node) =>
    place(node.kind === 'end' ? questions.length : questions.indexOf(node.proposition), box),
  );
  const lanes = new Map<string, Spot>();
  const links: { readonly kind: Line['kind']; readonly from: Spot; readonly to: Spot }[] = [];
  const link = (kind: Line['kind'], from: Spot, to: Spot): void => {
    from.joined.push(to);
    to.joined.push(from);
    links.push({ kind, from, to });
  };
  /** Where an edge to a node enters a row: at the node itself, or in its lane, which leads on to it. */
  const entry = (target: number, row: number): Spot => {
    const goal = boxes[target] as Spot;
    if (row >= goal.row) return goal;
    const key = `${target} ${row}`;
    const known = lanes.get(key);
    if (known) return known;
    const made = place(row, lane);
    lanes.set(key, made);
    link('shared', made, entry(target, row + 1));
    return made;
  };
  nodes.forEach((node, index) => {
    if (node.kind === 'end') return;
    const from = boxes[index] as Spot;
    link('no', from, entry(node.no, from.row + 1));
    link('yes', from, entry(node.yes, from.row + 1));
  });
  const widthOf = (row: readonly Spot[]) =>
    row.reduce((sum, spot) => sum + spot.width, 0) + gap * Math.max(0, row.length - 1);
  const width = Math.max(...rows.map(widthOf));
  const spread = (row: readonly Spot[]): void => {
    let left = (width - widthOf(row)) / 2;
    for (const spot of row) {
      spot.x = left + spot.width / 2;
      left += spot.width + gap;
    }
  };
  rows.forEach(spread);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wanted = new Map(row.map((spot) => [spot, meanOf(spot)]));
      row.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number));
      spread(row);
    }
  }
  const isBox = new Set(boxes);
  const point = ({ row, x }: Spot): Point => ({ row, x });
  return {
    boxes: boxes.map(point),
    lines: links.map(({ kind, from, to }) => ({
      kind,
      from: point(from),
      to: point(to),
      fromBox: isBox.has(from),
      toBox: isBox.has(to),
    })),
    rows: rows.length,
    width,
  };
}

function meanOf({ joined, x }: Spot): number {
  return joined.length === 0 ? x : joined.reduce((sum, other) => sum + other.x, 0) / joined.length;
}
