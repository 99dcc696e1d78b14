/** For tests: a policy whose propositions are computed, so that every grade is known by hand. */
export const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { brief: true, sorry: false } }
  bad: { comply: [{ brief: false }, { sorry: true }] }
response_types: { comply: Does what is asked. }
content_policy:
  everyday: { categories: { ordinary: { response_type: comply } } }
simple_propositions:
  brief: { check: { count: words, max: 3 } }
  sorry: { check: { pattern: sorry, flags: i } }
samples: ["*.samples.yaml"]
`;

export const CONSTRAINED = `${POLICY}constraints:
  - at_most_one: [brief, sorry]
`;

export const SAMPLES = `policy: p.rbr.yaml
samples:
  - id: tea
    prompt: Tea?
    response_type: comply
    completions:
      - { id: short, text: "Yes, please.", class: good, base_reward: 0.5, propositions: { brief: true, sorry: false } }
      - { id: regret, text: "Sorry, no.", class: good, propositions: { brief: true, sorry: true } }
`;

/** good: 2, sorry: -1. */
export const WEIGHTS = JSON.stringify({
  schemaVersion: 1,
  fittedOn: { fingerprint: 'f', completions: 2, grader: 'labels' },
  responseTypes: { comply: { weights: { good: 2, sorry: -1 }, l2: 0.001, margin: 1, pairs: 1 } },
});
