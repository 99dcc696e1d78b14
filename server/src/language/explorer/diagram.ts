import * as l10n from '@vscode/l10n';
import { NodeLimitError, TRUE } from '../../logic/diagram.ts';
import { inList } from '../../policy/lists.ts';
import type { Formula } from '../../policy/model.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { definitionOf } from '../names/definition.ts';
import type { DiagramNode, DiagramParams, DiagramResult } from '../protocol-explorer.ts';

/** Beyond this a picture says nothing. */
const MOST_NODES = 120;

/** The decision diagram of a class: which questions lead to it, in which order, and which answers rule it out. */
export function diagramOf(
  state: PolicyState,
  { responseType, className }: Pick<DiagramParams, 'responseType' | 'className'>,
): DiagramResult {
  const logic = state.logic.responseType(responseType);
  const written = state.policy.classes.get(className)?.byResponseType.get(responseType);
  if (!logic || !written)
    return { reason: l10n.t('There is no class "{0}" in {1}.', className, responseType) };
  try {
    const { compiler, nodes } = logic.exact;
    const root = nodes.get(className);
    if (root === undefined)
      return { reason: l10n.t('"{0}" cannot be read in full, or is too large for a diagram.', className) };
    const { diagram } = compiler;
    const inner = [...diagram.reachable([root])].filter((node) => node > TRUE);
    if (inner.length > MOST_NODES)
      return {
        reason: l10n.t(
          'The diagram of "{0}" has {1} nodes: too many for a picture.',
          className,
          inner.length,
        ),
      };
    // Along the order of the questions, so that every edge goes down.
    inner.sort((a, b) => (a === root ? -1 : b === root ? 1 : diagram.variableOf(a) - diagram.variableOf(b)));
    const ends = [TRUE, 0].filter((end) =>
      inner.length === 0
        ? end === root
        : inner.some((node) => diagram.high(node) === end || diagram.low(node) === end),
    );
    const all = [...inner, ...ends];
    const indexOf = new Map(all.map((node, index) => [node, index]));
    const questions = all.map((node): DiagramNode => {
      if (node <= TRUE) return { kind: 'end', holds: node === TRUE };
      const proposition = logic.vocabulary.simple[diagram.variableOf(node)] as string;
      const location = definitionOf(state, 'proposition', proposition);
      return {
        kind: 'question',
        proposition,
        yes: indexOf.get(diagram.high(node)) as number,
        no: indexOf.get(diagram.low(node)) as number,
        ...(location && { location }),
      };
    });
    return { diagram: { className, responseType, nodes: questions, conditions: inWords(written.formula) } };
  } catch (error) {
    if (error instanceof NodeLimitError)
      return { reason: l10n.t('The classes do not fit into a decision diagram.') };
    throw error;
  }
}

function inWords({ anyOf }: Formula): string[] {
  return anyOf.map(({ literals }) =>
    literals.length === 0
      ? l10n.t('always')
      : inList(literals.map(({ name, value }) => (value ? name.text : l10n.t('not {0}', name.text)))),
  );
}
