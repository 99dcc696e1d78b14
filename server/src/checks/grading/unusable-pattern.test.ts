import { expect, it } from 'vitest';
import { marked } from '../../../../test/support/marked-text.ts';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { unusablePattern } from './unusable-pattern.ts';

function check(text: string) {
  const { source, spans } = marked(text);
  const file = parsePolicy(source);
  const policy = composePolicy([file]);
  return { findings: [...unusablePattern({ policy, files: [file], logic: compileLogic(policy) })], spans };
}

it('unusable-pattern: a cue that cannot be compiled is a warning at the cue', () => {
  const { findings, spans } = check(
    "simple_propositions:\n  polite:\n    cues: {for: ['/please/i', thanks, «'/(open/'»], against: [«'/a(?!b)/'»]}\n",
  );
  expect(findings.map(({ severity, place }) => [severity, place.span])).toEqual(
    spans.map((span) => ['warning', span]),
  );
});

it('unusable-pattern: a check that cannot run is an error; one that can is none', () => {
  const { findings } = check(
    "simple_propositions:\n  a: {check: {pattern: '(open'}}\n  b: {check: {pattern: 'fine'}}\n",
  );
  expect(findings).toMatchObject([{ severity: 'error', code: 'unusable-pattern' }]);
  expect(findings).toHaveLength(1);
});
