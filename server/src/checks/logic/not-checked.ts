import * as l10n from '@vscode/l10n';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import { conflictsOf, contradictionOf } from '../../logic/conflicts.ts';
import { replace } from '../../policy/edit/entries.ts';
import { addToSection } from '../../policy/edit/sections.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { inList } from '../../policy/lists.ts';
import type { PolicyContext } from '../check.ts';
import { classIn } from './class-in.ts';

/** What was left open in a response type: silence of the other checks there does not mean that all is well. */
export function* notChecked(
  { policy, files, logic: policyLogic }: PolicyContext,
  logic: ResponseTypeLogic,
): Generator<Finding> {
  const { responseType } = logic;
  const open = conflictsOf(policyLogic, logic).notChecked;
  const overLimit = policy.features.classProbability === 'exact' ? logic.exact.overLimit : [];
  const [first] = open.length > 0 ? open : overLimit;
  if (first === undefined) return;
  const said = [
    ...(open.length > 0
      ? [
          l10n.t(
            'In {0}, conflicts of {1} and gaps were not fully checked: there are too many combinations.',
            responseType,
            quoted(open),
          ),
        ]
      : []),
    ...(overLimit.length > 0
      ? [
          l10n.t(
            'In {0} there is no exact probability of {1}: there are too many combinations. Use class_probability: product.',
            responseType,
            quoted(overLimit),
          ),
        ]
      : []),
  ];
  yield {
    code: 'not-checked',
    severity: 'warning',
    message: said.join(' '),
    place: classIn(policy, first, responseType).name.place,
    related: [...new Set([...open, ...overLimit])].map((className) => ({
      message: l10n.t('The conditions of "{0}".', className),
      place: classIn(policy, className, responseType).formula.place,
    })),
    fixes: open.length > 0 ? [] : product(files),
  };
}

/** The same for the constraints. */
export function* constraintsNotChecked({ policy, logic }: PolicyContext): Generator<Finding> {
  const [first] = policy.constraints;
  if (!first || contradictionOf(logic) !== 'not-checked') return;
  yield {
    code: 'not-checked',
    severity: 'warning',
    message: l10n.t(
      'Whether the constraints contradict each other was not checked: there are too many combinations.',
    ),
    place: first.place,
  };
}

/** The product of the conditions needs no diagram. */
function product(files: PolicyContext['files']): Fix[] {
  const main = files.at(-1);
  if (!main) return [];
  const { source, data } = main;
  const title = l10n.t('Use class_probability: product');
  const written = data?.fields.features?.value.fields.class_probability?.value.span;
  const edit = written
    ? replace(source, written, 'product')
    : addToSection(main, 'features', ['class_probability: product']);
  return [{ title, edits: [edit] }];
}

function quoted(names: readonly string[]): string {
  return inList(names.map((name) => `"${name}"`));
}
