/** The arrows of docs/architecture.md. Rooms from the top down; an import may only go to a later one. */
const ROOMS = [
  'cli|language',
  'workspace',
  'review',
  'checks',
  'reward',
  'grader',
  'samples',
  'logic',
  'policy',
];

const upward = ROOMS.flatMap((room, index) => {
  const above = ROOMS.slice(0, index).join('|');
  if (above === '') return [];
  return [
    {
      name: `no-arrow-up-from-${room}`,
      comment: 'Arrows point down only.',
      severity: 'error',
      from: { path: `^server/src/(${room})/` },
      to: { path: `^server/src/(${above})/` },
    },
  ];
});

export default {
  forbidden: [
    ...upward,
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the-engine-knows-no-editor',
      severity: 'error',
      from: { path: '^server/src/(workspace|review|checks|reward|grader|samples|logic|policy)/' },
      to: { path: 'node_modules/(vscode|@types/vscode)' },
    },
    {
      name: 'the-editor-door-is-not-the-command-line',
      comment: '`rbr lsp` starts the server; nothing else crosses.',
      severity: 'error',
      from: { path: '^server/src/cli/', pathNot: '^server/src/cli/lsp\\.ts$' },
      to: { path: '^server/src/language/' },
    },
    {
      name: 'nor-the-other-way',
      severity: 'error',
      from: { path: '^server/src/language/' },
      to: { path: '^server/src/cli/' },
    },
    {
      name: 'the-client-sees-the-protocol-only',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/src/(?!language/protocol(-grading|-report|-explorer|-care)?\\.ts$)' },
    },
    {
      name: 'what-ships-needs-no-tests',
      severity: 'error',
      from: { path: '^(client|server)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // The TypeScript compiler that it knows best is older than ours.
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.mts', '.js'] },
  },
};
