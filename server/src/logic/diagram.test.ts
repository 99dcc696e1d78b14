import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Diagram, FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import { countAssignments } from './walks.ts';

/** An expression with its own meaning: the oracle. */
type Expression =
  | { readonly op: 'variable'; readonly variable: number }
  | { readonly op: 'not'; readonly f: Expression }
  | { readonly op: 'and' | 'or' | 'implies'; readonly f: Expression; readonly g: Expression };

const VARIABLES = 5;

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ op: fc.constant('variable' as const), variable: fc.integer({ min: 0, max: VARIABLES - 1 }) }),
    fc.record({ op: fc.constant('not' as const), f: tie('expression') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'implies' as const),
      f: tie('expression'),
      g: tie('expression'),
    }),
  ),
}));

function build(diagram: Diagram, e: Expression): Node {
  if (e.op === 'variable') return diagram.variable(e.variable);
  if (e.op === 'not') return diagram.not(build(diagram, e.f));
  return diagram[e.op](build(diagram, e.f), build(diagram, e.g));
}

function meaning(e: Expression, bits: number): boolean {
  switch (e.op) {
    case 'variable':
      return (bits >> e.variable) % 2 === 1;
    case 'not':
      return !meaning(e.f, bits);
    case 'and':
      return meaning(e.f, bits) && meaning(e.g, bits);
    case 'or':
      return meaning(e.f, bits) || meaning(e.g, bits);
    case 'implies':
      return !meaning(e.f, bits) || meaning(e.g, bits);
  }
}

function tableOf(truth: (bits: number) => boolean): string {
  return Array.from({ length: 2 ** VARIABLES }, (_, bits) => (truth(bits) ? '1' : '0')).join('');
}

function tableOfNode(diagram: Diagram, root: Node): string {
  return tableOf((bits) => {
    let node = root;
    while (node !== TRUE && node !== FALSE) {
      node = (bits >> diagram.variableOf(node)) % 2 === 1 ? diagram.high(node) : diagram.low(node);
    }
    return node === TRUE;
  });
}

describe('Diagram', () => {
  it('means what the expression means', () => {
    fc.assert(
      fc.property(expression, (e) => {
        const diagram = new Diagram();
        expect(tableOfNode(diagram, build(diagram, e))).toBe(tableOf((bits) => meaning(e, bits)));
      }),
      { numRuns: 1000 },
    );
  });

  it('has one node per function', () => {
    fc.assert(
      fc.property(expression, expression, (e, f) => {
        const diagram = new Diagram();
        const same = tableOf((bits) => meaning(e, bits)) === tableOf((bits) => meaning(f, bits));
        expect(build(diagram, e) === build(diagram, f)).toBe(same);
      }),
      { numRuns: 500 },
    );
  });

  it('restricts, and knows on what a function depends', () => {
    fc.assert(
      fc.property(
        expression,
        fc.integer({ min: 0, max: VARIABLES - 1 }),
        fc.boolean(),
        (e, variable, value) => {
          const diagram = new Diagram();
          const node = build(diagram, e);
          const fixed = (bits: number) => (value ? bits | (1 << variable) : bits & ~(1 << variable));
          const restricted = diagram.restrict(node, variable, value);
          expect(tableOfNode(diagram, restricted)).toBe(tableOf((bits) => meaning(e, fixed(bits))));
          const matters = diagram.restrict(node, variable, true) !== diagram.restrict(node, variable, false);
          expect(diagram.support(node).includes(variable)).toBe(matters);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('orders children before parents, tests in ascending order', () => {
    fc.assert(
      fc.property(expression, (e) => {
        const diagram = new Diagram();
        for (const node of diagram.reachable([build(diagram, e)])) {
          for (const child of [diagram.low(node), diagram.high(node)]) {
            expect(child).toBeLessThan(node);
            expect(diagram.variableOf(child)).toBeGreaterThan(diagram.variableOf(node));
          }
        }
      }),
    );
  });

  it('is reduced: "at least 5 of 9" is the grid of 5 x (9 - 5 + 1) nodes', () => {
    const diagram = new Diagram();
    const n = 9;
    const k = 5;
    let counts: Node[] = Array.from({ length: k + 1 }, (_, needed) => (needed === 0 ? TRUE : FALSE));
    for (let variable = n - 1; variable >= 0; variable--) {
      counts = counts.map((node, needed) =>
        needed === 0 ? TRUE : diagram.ite(diagram.variable(variable), counts[needed - 1] as Node, node),
      );
    }
    expect(diagram.reachable([counts[k] as Node])).toHaveLength(k * (n - k + 1));
  });

  it('forgets a failed attempt, and builds the same functions afterwards', () => {
    const diagram = new Diagram(40);
    const xor = (from: number, to: number): Node => {
      let result: Node = FALSE;
      for (let variable = to; variable >= from; variable--) {
        result = diagram.ite(diagram.variable(variable), diagram.not(result), result);
      }
      return result;
    };
    const small = xor(0, 3);
    const size = diagram.size;
    expect(diagram.attempt(() => xor(0, 30))).toBeUndefined();
    expect(diagram.size).toBe(size);
    expect(xor(0, 3)).toBe(small);
    expect(diagram.attempt(() => xor(4, 5), 1)).toBeUndefined();
    const other = diagram.attempt(() => xor(4, 6));
    expect(other).toBe(xor(4, 6));
    expect(countAssignments(diagram, diagram.and(small, other ?? FALSE), [0, 1, 2, 3, 4, 5, 6])).toBe(32n);
  });

  it('stops at the node limit and keeps what it has', () => {
    const diagram = new Diagram(30);
    const parity = (count: number): Node => {
      let node = FALSE;
      for (let variable = count - 1; variable >= 0; variable--) {
        node = diagram.ite(diagram.variable(variable), diagram.not(node), node);
      }
      return node;
    };
    const small = parity(3);
    expect(() => parity(20)).toThrow(NodeLimitError);
    expect(diagram.size).toBeLessThanOrEqual(30);
    expect(diagram.reachable([small])).toHaveLength(5);
    expect(parity(3)).toBe(small);
  });

  it('goes as deep as a very large policy', () => {
    const diagram = new Diagram();
    const all = diagram.all(Array.from({ length: 3000 }, (_, index) => diagram.variable(2999 - index)));
    expect(diagram.support(diagram.not(all))).toHaveLength(3000);
  });
});
