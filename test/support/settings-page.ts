interface Setting {
  readonly order: number;
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
  readonly scope: string;
  readonly tags?: readonly string[];
}

export type Settings = Readonly<Record<string, Setting>>;

/** What `contributes.configuration` has, in the order of the settings editor. `texts`: of package.nls.json. */
export function settingsIn(manifest: string, texts: Readonly<Record<string, string>> = {}): Settings {
  const named = manifest.replace(/"%([\w.-]+)%"/g, (whole, name) =>
    name in texts ? JSON.stringify(texts[name]) : whole,
  );
  const { properties } = JSON.parse(named).contributes.configuration as { properties: Settings };
  return Object.fromEntries(Object.entries(properties).toSorted(([, a], [, b]) => a.order - b.order));
}

/** docs/settings.md */
export function settingsPage(manifest: string, texts?: Readonly<Record<string, string>>): string {
  const rows = Object.entries(settingsIn(manifest, texts)).map(
    ([name, each]) =>
      `| \`${name}\` | ${kindOf(each)} | ${code(JSON.stringify(each.default))} | ${meaning(each)} |`,
  );
  return `${[
    '# Settings',
    '',
    'Made from package.json by `node scripts/settings-table.mts`. Those of `rbr.grader` are read from **your** settings only: a',
    'workspace cannot say where text, keys and money go. Those with a ↗ matter to what is sent over the network.',
    '',
    '| setting | value | default | meaning |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

function kindOf({ type, enum: values }: Setting): string {
  return values ? values.map((each) => `\`${each}\``).join(', ') : [type].flat().join(' or ');
}

function meaning({
  markdownDescription,
  enum: values = [],
  enumDescriptions = [],
  tags = [],
}: Setting): string {
  const each = values.map((value, index) => `\`${value}\`: ${enumDescriptions[index] ?? ''}`).join(' ');
  const text = markdownDescription.replace(/`#([\w.]+)#`/g, '`$1`');
  const online = tags.includes('usesOnlineServices') ? ' ↗' : '';
  return `${text}${each === '' ? '' : ` ${each}`}${online}`.replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`${text}\``;
}
