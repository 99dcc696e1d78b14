import * as l10n from '@vscode/l10n';
import { fingerprint } from '../../policy/fingerprint.ts';
import type { Check, Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { compileCheck } from '../checks.ts';
import { compileCues } from '../cues.ts';
import type { Grade, Grader } from '../grader.ts';
import { cueFeatures } from './cue-features.ts';
import { answerOf } from './fit.ts';
import { gradeUnderGate } from './gate.ts';
import type { EmbeddedModel, LearntProposition } from './model.ts';
import { type TextFeatures, textFeatures } from './text-features.ts';

/** How one proposition is answered. The text's features are made on the first question only. */
type Answer = (completion: SampleCompletion, features: () => TextFeatures) => Grade;

/**
 * Grades without network and without key: a proposition with a `check` is computed, the others are as the
 * model has learnt them, flagged where there were few labels; where none of a kind, the base rate, flagged.
 */
export function createEmbeddedGrader(policy: Policy, model: EmbeddedModel): Grader {
  const answers = new Map<string, Answer>();
  for (const { name, check } of policy.propositions.values()) {
    answers.set(
      name.text,
      check ? answerByCheck(check) : answerByModel(model, model.propositions.get(name.text)),
    );
  }
  const all = [...answers.keys()];
  const checks = [...policy.propositions.values()].flatMap(({ name, check }) =>
    check ? [[name.text, { ...check, place: undefined }]] : [],
  );
  return {
    kind: 'embedded',
    fingerprint: fingerprint([model.fingerprint, checks]),
    async grade(completion, { propositions = all } = {}) {
      let made: TextFeatures | undefined;
      const features = () => {
        made ??= textFeatures(completion);
        return made;
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

/** What a policy's own check says of a completion. */
export function answerByCheck(check: Check): (completion: SampleCompletion) => Grade {
  const compiled = compileCheck(check);
  if ('problem' in compiled) {
    const failed: Grade = { p: null, mode: 'check', missing: 'no_prompt', note: compiled.problem };
    return () => failed;
  }
  return (completion) => {
    const answer = compiled.check(completion);
    return 'problem' in answer
      ? { p: null, mode: 'check', missing: 'unreadable', note: answer.problem }
      : { p: answer.value ? 1 : 0, mode: 'check' };
  };
}

function answerByModel({ vocabulary }: EmbeddedModel, learnt: LearntProposition | undefined): Answer {
  if (!learnt) return notLearnt;
  const { fit } = learnt;
  if (!fit) {
    const grade = gradeUnderGate(learnt, undefined);
    return () => grade;
  }
  const { cues } = compileCues(learnt.cues);
  return ({ text }, features) =>
    gradeUnderGate(learnt, answerOf(fit, vocabulary, features(), cueFeatures(cues, text)));
}
