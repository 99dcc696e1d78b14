import Type, { type Static } from 'typebox';
import { Check as matches } from 'typebox/value';
import type { EmbeddedModel, LearntProposition, LinearFit } from './model.ts';

/** Arrays of 32-bit floats are base64 of their little-endian bytes. */
const StoredModelSchema = Type.Object({
  format: Type.Literal('rbr-embedded-model-2'),
  fingerprint: Type.String(),
  corpus: Type.String(),
  completions: Type.Number(),
  terms: Type.Array(Type.String()),
  inverseFrequency: Type.String(),
  propositions: Type.Array(
    Type.Object({
      name: Type.String(),
      fingerprint: Type.String(),
      labels: Type.Number(),
      positives: Type.Number(),
      examples: Type.Number(),
      cues: Type.Array(
        Type.Object({
          text: Type.Optional(Type.String()),
          request: Type.Optional(Type.String()),
          speaksFor: Type.Boolean(),
        }),
      ),
      fit: Type.Optional(
        Type.Object({
          weights: Type.String(),
          bias: Type.Number(),
          spread: Type.Optional(Type.Object({ variances: Type.String(), biasVariance: Type.Number() })),
        }),
      ),
    }),
  ),
});

/** A model as text: some kilobytes per proposition. */
export function serializeModel(model: EmbeddedModel): string {
  const stored: Static<typeof StoredModelSchema> = {
    format: 'rbr-embedded-model-2',
    fingerprint: model.fingerprint,
    corpus: model.corpus,
    completions: model.completions,
    terms: [...model.vocabulary.columns.keys()],
    inverseFrequency: encode(model.vocabulary.inverseFrequency),
    propositions: [...model.propositions].map(([name, { fit, cues, ...learnt }]) => ({
      name,
      ...learnt,
      cues: [...cues],
      ...(fit && { fit: encodeFit(fit) }),
    })),
  };
  return JSON.stringify(stored);
}

/** Undefined where the text is no model that this version can use, for whatever reason. */
export function deserializeModel(text: string): EmbeddedModel | undefined {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!matches(StoredModelSchema, stored)) return undefined;
  const inverseFrequency = decode(stored.inverseFrequency);
  if (inverseFrequency?.length !== stored.terms.length) return undefined;
  const propositions = new Map<string, LearntProposition>();
  for (const { name, fit, ...learnt } of stored.propositions) {
    const decoded = fit && decodeFit(fit);
    if (fit && !decoded) return undefined;
    propositions.set(name, { ...learnt, ...(decoded && { fit: decoded }) });
  }
  return {
    fingerprint: stored.fingerprint,
    corpus: stored.corpus,
    completions: stored.completions,
    vocabulary: { columns: new Map(stored.terms.map((term, column) => [term, column])), inverseFrequency },
    propositions,
  };
}

type StoredFit = NonNullable<Static<typeof StoredModelSchema>['propositions'][number]['fit']>;

function encodeFit({ weights, bias, spread }: LinearFit): StoredFit {
  return {
    weights: encode(weights),
    bias,
    ...(spread && {
      spread: { variances: encode(spread.variances), biasVariance: spread.biasVariance },
    }),
  };
}

function decodeFit({ weights: text, bias, spread }: StoredFit): LinearFit | undefined {
  const weights = decode(text);
  if (!weights || !spread) return weights && { weights, bias };
  const variances = decode(spread.variances);
  if (variances?.length !== weights.length) return undefined;
  return { weights, bias, spread: { variances, biasVariance: spread.biasVariance } };
}

function encode(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

function decode(text: string): Float32Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
