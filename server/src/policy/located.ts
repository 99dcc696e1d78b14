import type { Span } from './source.ts';

/**
 * What was read of a text, shaped by a schema's type `T`, with a span on every node. Anything may be
 * missing: a half-typed file yields its valid part. Dictionaries keep order and duplicates.
 */
export type Located<T> = T extends string | number | boolean
  ? Leaf<T>
  : T extends readonly (infer Item)[]
    ? List<Item>
    : T extends object
      ? string extends keyof T
        ? Dict<T[keyof T]>
        : Struct<T>
      : never;

export interface Leaf<T> {
  readonly kind: 'leaf';
  readonly value: T;
  readonly span: Span;
}

export interface List<Item> {
  readonly kind: 'list';
  readonly items: readonly Located<Item>[];
  readonly span: Span;
}

export interface Dict<Value> {
  readonly kind: 'dict';
  /** An entry could not be read, or nothing is written yet: what is here is not all that is meant. */
  readonly incomplete?: true;
  readonly entries: readonly {
    readonly key: Leaf<string>;
    readonly value: Located<Value>;
    readonly span: Span;
  }[];
  readonly span: Span;
}

export interface Struct<T> {
  readonly kind: 'struct';
  readonly fields: {
    readonly [K in keyof T]?: {
      readonly key: Leaf<string>;
      readonly value: Located<Exclude<T[K], undefined>>;
    };
  };
  readonly span: Span;
}

/** A struct's scalar fields as a plain object; the missing ones are missing there too. */
export function leafValues<T>({ fields }: Struct<T>): {
  [K in keyof T as T[K] extends Scalar ? K : never]: T[K];
} {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(fields) as (keyof T & string)[]) {
    const value = fields[name]?.value as { kind: string; value?: unknown } | undefined;
    if (value?.kind === 'leaf') values[name] = value.value;
  }
  return values as ReturnType<typeof leafValues<T>>;
}

type Scalar = string | number | boolean | undefined;
