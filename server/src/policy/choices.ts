import { leafValues, type Struct } from './located.ts';
import type { FeatureChoice, GraderChoice, RewardChoice, SafetyChoice } from './model.ts';
import type { PolicyData } from './schema.ts';

/** The sections of a policy that choose between ways of doing things: what a file leaves out stays as it was. */

export function readFeatures(
  { fields }: Struct<NonNullable<PolicyData['features']>>,
  earlier: FeatureChoice,
): FeatureChoice {
  const propositions = fields.propositions?.value;
  return {
    classes: fields.classes?.value.value ?? earlier.classes,
    classProbability: fields.class_probability?.value.value ?? earlier.classProbability,
    propositions: !propositions
      ? earlier.propositions
      : propositions.kind === 'list'
        ? propositions.items.map((leaf) => leaf.value)
        : propositions.value
          ? 'relevant'
          : 'none',
  };
}

export function readGrader({ fields }: Struct<NonNullable<PolicyData['grader']>>): GraderChoice {
  const { model, probability, temperature, votes, order, judged } = fields;
  return {
    ...(model && { model: model.value.value }),
    ...(probability && { probability: probability.value.value }),
    ...(temperature && { temperature: temperature.value.value }),
    ...(votes && { votes: votes.value.value }),
    ...(order && { order: order.value.value }),
    ...(judged && { judged: judged.value.value }),
  };
}

export const DEFAULT_REWARD: RewardChoice = {
  combination: 'sum',
  costLimit: 0.5,
  signs: new Map(),
  fixed: new Map(),
};

export function readReward(
  written: Struct<NonNullable<PolicyData['reward']>>,
  earlier: RewardChoice,
): RewardChoice {
  const { combination, cost_limit } = leafValues(written);
  const { signs, fixed } = written.fields;
  return {
    combination: combination ?? earlier.combination,
    costLimit: cost_limit ?? earlier.costLimit,
    signs: new Map([
      ...earlier.signs,
      ...(signs?.value.entries ?? []).map(({ key, value }) => [key.value, value.value] as const),
    ]),
    fixed: new Map([
      ...earlier.fixed,
      ...(fixed?.value.entries ?? []).map(({ key, value }) => [key.value, value.value] as const),
    ]),
  };
}

export function readSafety({ fields }: Struct<NonNullable<PolicyData['safety']>>): SafetyChoice {
  const { unsafe_classes, refusal, comply, hard_refuse } = fields;
  return {
    ...(unsafe_classes && { unsafeClasses: unsafe_classes.value.items.map((leaf) => leaf.value) }),
    ...(refusal && { refusal: refusal.value.value }),
    ...(comply && { comply: comply.value.items.map((leaf) => leaf.value) }),
    ...(hard_refuse && { hardRefuse: hard_refuse.value.items.map((leaf) => leaf.value) }),
  };
}
