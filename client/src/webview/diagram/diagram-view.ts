import { html, svg, type TemplateResult } from 'lit';
import type { ClassDiagram, DiagramNode } from '../../../../server/src/language/protocol-explorer.ts';
import { layOut, type Placed } from './layout.ts';

const ROW = 64;
const BOX_HEIGHT = 26;
/** Of the widest usual letters at 12 px. */
const LETTER = 7.2;

/** The diagram of a class as a picture, and as text for who cannot see it. */
export function diagramView(
  diagram: ClassDiagram,
  open: (location: NonNullable<Extract<DiagramNode, { kind: 'question' }>['location']>) => void,
): TemplateResult {
  const { className, responseType, nodes, conditions } = diagram;
  return html`
    <header>
      <h1>${className}</h1>
      <p class="quiet">${responseType} · a full line is yes, a dashed line is no; questions that no path meets are free</p>
    </header>
    <figure class="scroll" tabindex="0" role="region" aria-label="Decision diagram of ${className}">${picture(diagram)}</figure>
    <section aria-labelledby="conditions">
      <h2 id="conditions">It holds where</h2>
      <ul>${conditions.map((condition) => html`<li>${condition}</li>`)}</ul>
    </section>
    <details>
      <summary>The diagram as a table</summary>
      <table>
        <caption class="hidden">Questions of the diagram, and where their answers lead</caption>
        <thead><tr><th scope="col">question</th><th scope="col">yes</th><th scope="col">no</th></tr></thead>
        <tbody>
          ${nodes.map((node, index) => {
            if (node.kind === 'end') return '';
            const { proposition, location, yes, no } = node;
            return html`<tr>
              <th scope="row">${index + 1}. ${location ? html`<button class="link" @click=${() => open(location)}>${proposition}</button>` : proposition}</th>
              <td>${inWords(nodes, yes)}</td>
              <td>${inWords(nodes, no)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </details>
  `;
}

function inWords(nodes: readonly DiagramNode[], index: number): string {
  const node = nodes[index];
  if (node?.kind !== 'question') return node?.holds ? 'it holds' : 'it does not hold';
  return `${index + 1}. ${node.proposition}`;
}

function picture(diagram: ClassDiagram): TemplateResult {
  const { nodes } = diagram;
  const { placed, rows, columns } = layOut(diagram);
  const labels = nodes.map((node) =>
    node.kind === 'end' ? (node.holds ? '✓ holds' : '✗ not') : node.proposition,
  );
  const boxWidth = Math.max(...labels.map((label) => label.length)) * LETTER + 20;
  const column = boxWidth + 24;
  const width = columns * column + 8;
  const height = rows * ROW;
  const center = ({ x, row }: Placed) => ({ x: (x + 0.5) * column + 4, y: row * ROW + ROW / 2 });
  const edge = (from: number, to: number, isYes: boolean) => {
    const [a, b] = [center(placed[from] as Placed), center(placed[to] as Placed)];
    // Apart where both answers lead to the same node.
    const aside = isYes ? 6 : -6;
    const [startY, endY] = [a.y + BOX_HEIGHT / 2, b.y - BOX_HEIGHT / 2];
    const bend = (endY - startY) / 2;
    const path = `M${a.x + aside},${startY} C${a.x + aside},${startY + bend} ${b.x + aside},${endY - bend} ${b.x + aside},${endY}`;
    return svg`<path class=${isYes ? 'edge yes' : 'edge no'} d=${path} />`;
  };
  return html`<svg class="diagram" aria-hidden="true" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${nodes.map((node, index) => (node.kind === 'end' ? '' : svg`${edge(index, node.no, false)}${edge(index, node.yes, true)}`))}
    ${nodes.map((node, index) => {
      const { x, y } = center(placed[index] as Placed);
      const kind = node.kind === 'end' ? `end ${node.holds ? 'holds' : ''}` : '';
      return svg`<g class="node ${kind}">
        <rect x=${x - boxWidth / 2} y=${y - BOX_HEIGHT / 2} width=${boxWidth} height=${BOX_HEIGHT} rx=${node.kind === 'end' ? 13 : 3} />
        <text x=${x} y=${y + 4} text-anchor="middle">${labels[index]}</text>
      </g>`;
    })}
  </svg>`;
}
