/** A saved run of one proposition, as `rbr evaluate --save` writes it: one completion a prompt. */

export type Answer = readonly [p: number, label: boolean];

export const times = (count: number, answer: Answer): Answer[] => Array.from({ length: count }, () => answer);

export function savedRun(proposition: string, answers: readonly Answer[], more: object = {}): string {
  return JSON.stringify({
    schemaVersion: 1,
    name: 'a run',
    grader: { kind: 'openai', fingerprint: 'f', summary: 'graded by a model' },
    items: answers.map((answer, index) => ({
      id: `${index}`,
      promptId: `p${index}`,
      answers: { [proposition]: answer },
    })),
    ...more,
  });
}
