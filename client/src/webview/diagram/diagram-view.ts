import * as l10n from '@vscode/l10n';
import { html, svg, type TemplateResult } from 'lit';
import type { ClassDiagram, DiagramNode } from '../../../../server/src/language/protocol-explorer.ts';
import { type Line, layOut, type Point } from './layout.ts';

const ROW = 64;
const BOX_HEIGHT = 26;
const LANE = 18;
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
      <p class="quiet">${l10n.t('{0} · a full line is yes, a dashed line is no; questions that no path meets are free', responseType)}</p>
    </header>
    <figure class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Decision diagram of {0}', className)}>${picture(diagram)}</figure>
    <section aria-labelledby="conditions">
      <h2 id="conditions">${l10n.t('It holds where')}</h2>
      <ul>${conditions.map((condition) => html`<li>${condition}</li>`)}</ul>
    </section>
    <details>
      <summary>${l10n.t('The diagram as a table')}</summary>
      <table>
        <caption class="hidden">${l10n.t('Questions of the diagram, and where their answers lead')}</caption>
        <thead><tr><th scope="col">${l10n.t('question')}</th><th scope="col">${l10n.t('yes')}</th><th scope="col">${l10n.t('no')}</th></tr></thead>
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
  if (node?.kind !== 'question') return node?.holds ? l10n.t('it holds') : l10n.t('it does not hold');
  return `${index + 1}. ${node.proposition}`;
}

function picture(diagram: ClassDiagram): TemplateResult {
  const { nodes } = diagram;
  const labels = nodes.map((node) =>
    node.kind === 'end' ? (node.holds ? l10n.t('✓ holds') : l10n.t('✗ not')) : node.proposition,
  );
  const box = Math.max(...labels.map((label) => label.length)) * LETTER + 20;
  const { boxes, lines, rows, width } = layOut(diagram, { box, lane: LANE, gap: LANE });
  const height = rows * ROW;
  const middle = ({ row }: Point) => row * ROW + ROW / 2;
  const path = ({ kind, from, to, fromBox, toBox }: Line) => {
    // Apart where both answers lead to the same node.
    const aside = kind === 'shared' ? 0 : kind === 'yes' ? 8 : -8;
    const half = BOX_HEIGHT / 2;
    const startX = from.x + (fromBox ? aside : 0);
    const startY = middle(from) + half;
    const endX = to.x + (toBox ? aside : 0);
    const endY = middle(to) - half;
    const bend = (endY - startY) / 2;
    const through = toBox ? '' : ` V${endY + BOX_HEIGHT}`;
    return svg`<path class="edge ${kind}" d=${`M${startX},${startY} C${startX},${startY + bend} ${endX},${endY - bend} ${endX},${endY}${through}`} />`;
  };
  return html`<svg class="diagram" aria-hidden="true" width=${width + 2} height=${height} viewBox="-1 0 ${width + 2} ${height}">
    ${lines.map(path)}
    ${nodes.map((node, index) => {
      const { x } = boxes[index] as Point;
      const y = middle(boxes[index] as Point);
      const kind = node.kind === 'end' ? `end ${node.holds ? 'holds' : ''}` : '';
      return svg`<g class="node ${kind}">
        <rect x=${x - box / 2} y=${y - BOX_HEIGHT / 2} width=${box} height=${BOX_HEIGHT} rx=${node.kind === 'end' ? 13 : 3} />
        <text x=${x} y=${y + 4} text-anchor="middle">${labels[index]}</text>
      </g>`;
    })}
  </svg>`;
}
