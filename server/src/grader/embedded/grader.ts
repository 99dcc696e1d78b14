import * as l10n from '@vscode/l10n';
import { fingerprint } from '../../policy/fingerprint.ts';
import type { JudgedPart, Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { answerByCheck } from '../check-grade.ts';
import { compileCues } from '../cues.ts';
import type { Grade, Grader } from '../grader.ts';
import { judgedFingerprint, judgedOf, judgedPartOf, nothingToJudge, type Subject } from '../judged.ts';
import { cueFeatures } from './cue-features.ts';
import { answerOf } from './fit.ts';
import { gradeUnderGate } from './gate.ts';
import type { EmbeddedModel, LearntProposition } from './model.ts';
import { type TextFeatures, textFeatures } from './text-features.ts';

/** How one proposition is answered. A text's features are made on the first question only. */
type Answer = (completion: SampleCompletion, features: (subject: Subject) => TextFeatures) => Grade;

/**
 * Grades without network and without key: a proposition with a `check` is computed, the others are as the
 * model has learnt them, flagged where there were few labels; where none of a kind, the base rate, flagged.
 */
export function createEmbeddedGrader(policy: Policy, model: EmbeddedModel): Grader {
  const answers = new Map<string, Answer>();
  for (const proposition of policy.propositions.values()) {
    const { name, check } = proposition;
    const part = judgedPartOf(policy, proposition);
    answers.set(
      name.text,
      check ? answerByCheck(check, part) : answerByModel(model, model.propositions.get(name.text), part),
    );
  }
  const all = [...answers.keys()];
  const checks = [...policy.propositions.values()].flatMap(({ name, check }) =>
    check ? [[name.text, { ...check, place: undefined }]] : [],
  );
  return {
    kind: 'embedded',
    fingerprint: fingerprint([model.fingerprint, checks, judgedFingerprint(policy)]),
    async grade(completion, { propositions = all } = {}) {
      const made = new Map<Subject, TextFeatures>();
      const features = (subject: Subject) => {
        const known = made.get(subject) ?? textFeatures(subject);
        made.set(subject, known);
        return known;
      };
      return Object.fromEntries(
        propositions.map((name) => [name, answers.get(name)?.(completion, features) ?? unknown()]),
      );
    },
  };
}

const unknown = (): Grade => ({
  p: null,
  mode: 'embedded',
  missing: 'no_prompt',
  note: l10n.t('the policy has no such proposition'),
});
const notLearnt = (): Grade => ({
  p: null,
  mode: 'embedded',
  missing: 'unknown',
  note: l10n.t('not learnt yet'),
});

function answerByModel(
  { vocabulary }: EmbeddedModel,
  learnt: LearntProposition | undefined,
  part: JudgedPart,
): Answer {
  if (!learnt) return notLearnt;
  const { fit } = learnt;
  if (!fit) {
    const grade = gradeUnderGate(learnt, undefined);
    return () => grade;
  }
  const { cues } = compileCues(learnt.cues);
  return (completion, features) => {
    const judged = judgedOf(completion, part);
    if ('missing' in judged) return nothingToJudge(judged.missing, 'embedded');
    const text = features(judged.subject);
    return gradeUnderGate(learnt, answerOf(fit, vocabulary, text, cueFeatures(cues, text.said)));
  };
}
