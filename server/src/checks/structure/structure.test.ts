import { describe, expect, it } from 'vitest';
import { marked } from '../../../../test/support/marked-text.ts';
import { compileLogic } from '../../logic/classes.ts';
import { composePolicy } from '../../policy/compose.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { checkPolicy } from '../check-policy.ts';

const SOUND = `
completion_class_order: [good, bad]
completion_classes:
  good: {comply: {nice: true}}
  bad: {comply: {nice: false}}
derived_propositions:
  nice: {polite: true}
simple_propositions:
  polite: {prompt: Is it polite?}
`;

/** Findings as code and place, the marked spans of the text beside them. */
function check(text: string) {
  const { source, spans } = marked(text);
  const file = parsePolicy(source);
  const policy = composePolicy([file]);
  const findings = [...file.findings, ...checkPolicy({ policy, files: [file], logic: compileLogic(policy) })];
  return { findings, spans, source };
}

function expectOnly(text: string, code: string, severity: string) {
  const { findings, spans } = check(text);
  expect(findings.map((each) => [each.code, each.severity, each.place.span])).toEqual([
    [code, severity, spans[0]],
  ]);
  return findings[0];
}

describe('structure checks', () => {
  it('find nothing wrong with a sound policy', () => {
    expect(check(SOUND).findings).toEqual([]);
  });

  it('unknown-proposition: in a condition, with the nearest name', () => {
    const { findings, spans } = check(SOUND.replace('nice: {polite', 'nice: {«polit»'));
    const finding = findings.find((each) => each.code === 'unknown-proposition');
    expect(finding).toMatchObject({ place: { span: spans[0] }, fixes: [{ title: 'Change to "polite"' }] });
  });

  it('unknown-proposition: in constraints and features too', () => {
    expectOnly(`${SOUND}constraints:\n  - at_most_one: [polite, «rude»]\n`, 'unknown-proposition', 'error');
    expectOnly(`${SOUND}features: {propositions: [«rude»]}\n`, 'unknown-proposition', 'error');
  });

  it('unknown-class: in the order', () => {
    const finding = expectOnly(SOUND.replace('[good, bad]', '[good, bad, «bd»]'), 'unknown-class', 'error');
    expect(finding?.fixes?.[0]?.edits[0]?.newText).toBe('bad');
  });

  it('unknown-response-type: where response types are declared', () => {
    const { findings, spans } = check(
      `${SOUND.replace('bad: {comply', 'bad: {«compyl»')}response_types: {comply: Answer.}\n`,
    );
    expect(findings.find((each) => each.code === 'unknown-response-type')).toMatchObject({
      place: { span: spans[0] },
      fixes: [{ title: 'Change to "comply"' }],
    });
  });

  it('unknown-label: a margin for a label of no ordering', () => {
    expectOnly(
      `${SOUND}orderings: {comply: [best, worst]}\nmargins: {«wurst»: 2}\n`,
      'unknown-label',
      'error',
    );
  });

  it('duplicate-name: a class twice in the order, a proposition simple and derived', () => {
    expectOnly(SOUND.replace('[good, bad]', '[good, bad, «good»]'), 'duplicate-name', 'error');
    const { findings } = check(
      SOUND.replace('simple_propositions:', 'simple_propositions:\n  nice: {prompt: Nice?}'),
    );
    expect(findings.map((each) => each.code)).toContain('duplicate-name');
  });

  it('derived-cycle: once per circle, naming the way round', () => {
    const { findings } = check(
      SOUND.replace('nice: {polite: true}', 'nice: {kind: true}\n  kind: {nice: false, polite: true}'),
    );
    const cycles = findings.filter((each) => each.code === 'derived-cycle');
    expect(cycles).toHaveLength(1);
    expect(cycles[0]?.message).toMatch(/nice → kind → nice|kind → nice → kind/);
  });

  it('class-not-ordered and class-missing-response-type', () => {
    expectOnly(
      SOUND.replace('[good, bad]', '[good]').replace('  bad:', '  «bad»:'),
      'class-not-ordered',
      'warning',
    );
    const { findings } = check(
      SOUND.replace('good: {comply: {nice: true}}', 'good: {comply: {nice: true}, refuse: {}}'),
    );
    expect(findings.map((each) => each.code)).toContain('class-missing-response-type');
  });

  it('unused-proposition: read by no class; not where it is a feature', () => {
    const unused = SOUND.replace('simple_propositions:', 'simple_propositions:\n  «brief»: {prompt: Brief?}');
    expect(expectOnly(unused, 'unused-proposition', 'info')?.unnecessary).toBe(true);
    expect(check(`${unused}features: {propositions: [brief]}\n`).findings).toEqual([]);
  });

  it('proposition-without-question', () => {
    expectOnly(
      SOUND.replace('polite: {prompt: Is it polite?}', '«polite»: {description: Polite.}'),
      'proposition-without-question',
      'warning',
    );
  });

  it('constraint-incomplete: half an implication, or two facts in one', () => {
    for (const body of [
      '{if: {polite: true}}',
      '{description: why}',
      '{at_most_one: [polite], at_least_one: [polite]}',
    ]) {
      const { findings } = check(`${SOUND}constraints:\n  - ${body}\n`);
      expect(findings.map((each) => each.code)).toEqual(['constraint-incomplete']);
    }
  });

  it('take the severity that the policy sets, or say nothing', () => {
    const unused = SOUND.replace('simple_propositions:', 'simple_propositions:\n  brief: {prompt: Brief?}');
    expect(check(`${unused}severities: {unused-proposition: error}\n`).findings).toMatchObject([
      { severity: 'error' },
    ]);
    expect(check(`${unused}severities: {unused-proposition: 'off'}\n`).findings).toEqual([]);
  });

  it('a check that fails becomes a finding, and the others run', () => {
    const { source } = marked(SOUND);
    const file = parsePolicy(source);
    const policy = composePolicy([file]);
    function broken(): never {
      throw new Error('out of luck');
    }
    const other = () => [
      { code: 'other', severity: 'info' as const, message: '', place: source.place({ start: 0, end: 0 }) },
    ];
    const findings = checkPolicy({ policy, files: [file], logic: compileLogic(policy) }, [broken, other]);
    expect(findings.map((each) => each.code)).toEqual(['check-failed', 'other']);
    expect(findings[0]?.message).toContain('out of luck');
  });
});
