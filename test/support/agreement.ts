/** How far verdicts agree with labels: the share, and Cohen's kappa, which takes off what chance would agree on. */
export interface Agreement {
  readonly accuracy: number;
  readonly kappa: number;
}

export function agreementOf(pairs: readonly (readonly [label: boolean, verdict: boolean])[]): Agreement {
  const share = (test: (pair: readonly [boolean, boolean]) => boolean) =>
    pairs.filter(test).length / pairs.length;
  const accuracy = share(([label, verdict]) => label === verdict);
  const [labelled, said] = [share(([label]) => label), share(([, verdict]) => verdict)];
  const byChance = labelled * said + (1 - labelled) * (1 - said);
  return { accuracy, kappa: byChance === 1 ? 1 : (accuracy - byChance) / (1 - byChance) };
}
