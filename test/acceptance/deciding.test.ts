import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from '../../server/src/logic/classes.ts';
import { DecidingQuestions } from '../../server/src/logic/deciding.ts';
import { composePolicy } from '../../server/src/policy/compose.ts';
import { parsePolicy } from '../../server/src/policy/parse.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { ROOT } from '../support/run-rbr.ts';

const DATA = join(ROOT, '../shared/data/openai-rbr');
const absent = !existsSync(DATA);
if (absent) console.log("skipped: the paper's data is not beside this checkout (../shared/data/openai-rbr)");

/** Of the paper's 518 labelled completions, the 351 that were released. */
describe.skipIf(absent)(
  "deciding questions on the paper's labelled completions, with perfect answers",
  () => {
    it('needs at most 4.45 questions on average, and comes to the class of all answers', () => {
      const policy = composePolicy([
        parsePolicy(new SourceText('file:///paper.yaml', read('proposition_prompts.yaml'))),
      ]);
      const logic = compileLogic(policy);
      const counts = new Map<string, number[]>();
      for (const line of read('gold.train.jsonl').trim().split('\n')) {
        const row = JSON.parse(line) as { response_type: string; propositions: Record<string, boolean> };
        const responseType = logic.responseType(
          row.response_type.toLowerCase().replaceAll(' ', '_'),
        ) as ResponseTypeLogic;
        const label = (name: string): number => (row.propositions[name] === true ? 1 : 0);
        const questions = new DecidingQuestions(responseType);
        const answers = new Map<string, number>();
        let step = questions.step(answers);
        for (; step.next !== undefined; step = questions.step(answers))
          answers.set(step.next, label(step.next));
        const all = responseType.classProbabilities(label, 'exact');
        expect(step.decided).toBe(Object.entries(all).find(([, probability]) => probability === 1)?.[0]);
        const asked = counts.get(responseType.responseType) ?? [];
        counts.set(responseType.responseType, [...asked, answers.size]);
      }
      for (const [name, asked] of counts)
        console.log(`${name}: ${mean(asked).toFixed(2)} questions (${asked.length})`);
      const overall = mean([...counts.values()].flat());
      console.log(`overall: ${overall.toFixed(2)} questions of ${policy.propositions.size}`);
      expect(overall).toBeLessThanOrEqual(4.45);
    });
  },
);

const read = (file: string): string => readFileSync(join(DATA, file), 'utf8');
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;
