import type { Struct } from './located.ts';
import type { FeatureChoice, GraderChoice } from './model.ts';
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
  const { model, probability, temperature, votes, order } = fields;
  return {
    ...(model && { model: model.value.value }),
    ...(probability && { probability: probability.value.value }),
    ...(temperature && { temperature: temperature.value.value }),
    ...(votes && { votes: votes.value.value }),
    ...(order && { order: order.value.value }),
  };
}
