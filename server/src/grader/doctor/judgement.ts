import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { Grade } from '../grader.ts';
import type { Dialect } from '../llm/asking/dialect.ts';
import { Asker } from '../llm/calls/asker.ts';
import type { Caller } from '../llm/calls/caller.ts';
import { LlmGrader } from '../llm/llm-grader.ts';
import { memoryAnswerStore } from '../llm/store/answer-store.ts';
import type { Examination } from './examination.ts';
import type { ModelPatient } from './patient.ts';

/** Two propositions about a greeting: one is plainly true of it, the other plainly not. */
const POLICY = composePolicy([
  parsePolicy(
    new SourceText(
      'doctor:/doctor.rbr.yaml',
      `completion_class_order: [greeting, other]
completion_classes:
  greeting: {comply: {greets: true, has_program: false}}
  other: {comply: {greets: false}}
simple_propositions:
  greets: {prompt: "Does the response greet the user?"}
  has_program: {prompt: "Does the response contain the source code of a computer program?"}
`,
    ),
  ),
]);

const PLACE = { uri: 'doctor:/doctor.samples.yaml', span: { start: 0, end: 0 } };
const COMPLETION: SampleCompletion = {
  id: 'doctor',
  promptId: 'doctor',
  responseType: 'comply',
  conversation: [{ role: 'user', content: 'Hello!' }],
  text: 'Good morning! It is nice to meet you.',
  labels: {},
  places: { whole: PLACE, text: PLACE, labels: {} },
};

/** Below it a yes and a no are not well apart. */
const WELL_APART = 0.3;

/** Asks both the way that runs ask, and anew. A vote each, where there are votes. */
export async function examineJudgement(
  caller: Caller,
  dialect: Dialect,
  { model, names }: ModelPatient,
  examination: Examination,
  signal: AbortSignal | undefined,
): Promise<void> {
  const store = memoryAnswerStore();
  const grader = new LlmGrader({
    policy: POLICY,
    logic: compileLogic(POLICY),
    asker: new Asker(caller, store),
    dialect,
    prompts: { order: 'conversation-first', secret: store.secret },
    votes: 1,
    repeats: 1,
    ask: 'all',
  });
  const { greets, has_program } = await grader.grade(COMPLETION, signal && { signal });
  const other = `Use another model: ${names.model}.`;
  const unread = [greets, has_program].find((grade) => (grade?.p ?? null) === null);
  if (unread || !greets || !has_program || greets.p === null || has_program.p === null) {
    const why = unread?.note ?? 'nothing came';
    const cure =
      unread?.missing === 'cut' ? `Allow more tokens for an answer, or turn reasoning down. ${other}` : other;
    examination.fail('judgement', `No yes or no could be read: ${why.replace(/\.$/, '')}.`, cure);
    return;
  }
  const found = `P(yes) of what is plainly true ${inWords(greets)}, of what is plainly not ${inWords(has_program)}.`;
  const lead = greets.p - has_program.p;
  if (greets.p < 0.5 || has_program.p >= 0.5)
    examination.fail('judgement', found, `${model} is no judge. ${other}`);
  else if (lead < WELL_APART) examination.warn('judgement', found, `They should be further apart. ${other}`);
  else examination.ok('judgement', found);
}

function inWords({ p, coverage }: Grade): string {
  return `${p?.toFixed(2)}${coverage === undefined ? '' : ` (coverage ${coverage.toFixed(2)})`}`;
}
