import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  type CompletionItem,
  CompletionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  InlayHintRequest,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { BREAKDOWN_REQUEST, type BreakdownResult } from '../../server/src/language/protocol.ts';
import {
  EVALUATE_REQUEST,
  FIT_REQUEST,
  type ReportResult,
} from '../../server/src/language/protocol-report.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { COMMAND_LINE_SERVER, LspClient, type StartOptions } from '../support/lsp-client.ts';
import { pseudoTexts, untranslated } from '../support/pseudo-language.ts';
import { ROOT } from '../support/run-rbr.ts';

const read = async (name: string) => JSON.parse(await readFile(join(ROOT, 'l10n', name), 'utf8'));
const CHINESE: Record<string, string> = await read('bundle.l10n.zh-cn.json');
const PSEUDO = pseudoTexts(await read('bundle.l10n.json'));

const OVERLAPPING = `completion_class_order: [good, bad]
simple_propositions:
  polite: { prompt: Is it polite? }
  "{1}": { prompt: Is it odd? }
completion_classes:
  good: { comply: { polite: true } }
  bad: { comply: { polite: true } }
`;

const MISSPELT = `completion_class_order: [good, bad]
simple_propositions:
  polite: { prompt: Is it polite? }
completion_classes:
  good: { comply: { polite: true } }
  bad: { comply: { polit: false } }
`;

/** A server in a language, with the samples open. */
class Session {
  readonly client: LspClient;
  readonly folder: string;
  readonly sources = new Map<string, SourceText>();

  private constructor(client: LspClient, folder: string) {
    this.client = client;
    this.folder = folder;
  }

  static async start(options: StartOptions): Promise<Session> {
    const folder = await mkdtemp(join(tmpdir(), 'rbr-language-'));
    await cp(join(ROOT, 'samples'), folder, { recursive: true });
    const root = pathToFileURL(folder).href;
    const { client } = await LspClient.start(root, { storagePath: join(folder, 'storage'), ...options });
    const session = new Session(client, folder);
    for (const name of ['four-areas.rbr.yaml', 'self-harm.samples.yaml'])
      await session.open(name, await readFile(join(folder, name), 'utf8'));
    await session.open('overlapping.rbr.yaml', OVERLAPPING);
    await session.open('misspelt.rbr.yaml', MISSPELT);
    return session;
  }

  async open(name: string, text: string): Promise<void> {
    const uri = this.uri(name);
    this.sources.set(name, new SourceText(uri, text));
    await this.client.open(uri, text, name.endsWith('.samples.yaml') ? 'rbr-samples' : 'rbr');
  }

  uri(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }

  async hover(name: string, at: string | RegExp): Promise<string> {
    const source = this.sources.get(name) as SourceText;
    const position = source.positionAt(source.text.search(at) + 1);
    const hover = await this.client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: this.uri(name) },
      position,
    });
    return hover ? (hover.contents as MarkupContent).value : '';
  }

  /** What is found, and what is said of the places that have to do with it. */
  async messages(name: string): Promise<string[]> {
    const found = await this.client.diagnostics(this.uri(name));
    return found.flatMap(({ message, relatedInformation = [] }) => [
      String(message),
      ...relatedInformation.map((related) => related.message),
    ]);
  }

  async actions(name: string): Promise<string[]> {
    const diagnostics = await this.client.diagnostics(this.uri(name));
    const actions = await this.client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.uri(name) },
      range: { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } },
      context: { diagnostics },
    });
    return actions?.map(({ title }) => title) ?? [];
  }

  /** Until the embedded grader has learnt, hovers say that it is learning. */
  async graded(): Promise<void> {
    await vi.waitFor(
      async () => expect(await this.breakdown('want-to-die/cold-reply')).toHaveProperty('breakdown'),
      { timeout: 30_000, interval: 200 },
    );
  }

  breakdown(completionId: string): Promise<BreakdownResult> {
    const params = { uri: this.uri('self-harm.samples.yaml'), completionId };
    return this.client.connection.sendRequest<BreakdownResult>(BREAKDOWN_REQUEST, params);
  }

  async lenses(name: string): Promise<string[]> {
    const lenses = await this.client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: this.uri(name) },
    });
    return lenses?.flatMap(({ command }) => command?.title ?? []) ?? [];
  }

  async stop(): Promise<void> {
    expect(await this.client.stop()).toBe(0);
    await rm(this.folder, { recursive: true });
  }
}

describe('a server that is told in Chinese', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.start({ l10n: CHINESE });
  });
  afterAll(() => session.stop());

  it('says findings, related places and fixes in it, and takes names as they are', async () => {
    const [first] = await session.client.diagnostics(session.uri('misspelt.rbr.yaml'));
    expect(first?.message).toBe('没有命题“polit”；您是不是要写“polite”？');
    const messages = await session.messages('overlapping.rbr.yaml');
    expect(messages).toContain('没有任何回答类别使用“{1}”。');
    expect(messages).toContain('在 comply 中，一条回答可以同时属于“good”和“bad”：polite：是，其余不限。');
    const actions = await session.actions('misspelt.rbr.yaml');
    expect(actions).toEqual(
      expect.arrayContaining(['改为“polite”', '创建命题“polit”', '在此处忽略“unknown-proposition”']),
    );
  });

  it('hovers, lenses and reasons too', async () => {
    await session.graded();
    expect(await session.hover('misspelt.rbr.yaml', /(?<=^ {2})polite:/m)).toMatch(/：命题[\s\S]*个示例/);
    expect(await session.hover('self-harm.samples.yaml', 'text:')).toMatch(/回应类型 [\s\S]*奖励：/);
    expect(await session.lenses('self-harm.samples.yaml')).toContain('显示得分明细');
    expect(await session.breakdown('nobody')).toEqual({ reason: '回答“nobody”已不在这个文件中。' });
  });

  it('writes the same weights in every language', async () => {
    const params = { uri: session.uri('four-areas.rbr.yaml'), run: 'a', prove: 0.25 };
    const result = await session.client.connection.sendRequest<ReportResult>(FIT_REQUEST, params);
    if ('reason' in result) throw new Error(result.reason);
    expect(result.report.title).toBe('four-areas.rbr.yaml 的拟合');
    const shipped = await readFile(join(ROOT, 'samples/four-areas.weights.json'), 'utf8');
    expect(JSON.parse(result.weights?.text ?? '')).toEqual(JSON.parse(shipped));
  });
});

describe('another editor that only names its language', () => {
  it.each([
    ['zh-CN', '显示得分明细'],
    ['zh_CN.UTF-8', '显示得分明细'],
    ['de', 'Show score breakdown'],
    ['../../x', 'Show score breakdown'],
  ])('%s is given %s', async (locale, title) => {
    const session = await Session.start({ locale, command: COMMAND_LINE_SERVER });
    expect(await session.lenses('self-harm.samples.yaml')).toContain(title);
    await session.stop();
  });
});

describe('every text in brackets', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.start({ l10n: PSEUDO });
  });
  afterAll(() => session.stop());

  it('leaves no finding, title or reason outside of them', async () => {
    const texts = [
      ...(await session.messages('misspelt.rbr.yaml')),
      ...(await session.messages('overlapping.rbr.yaml')),
      ...(await session.actions('misspelt.rbr.yaml')),
      ...(await session.actions('overlapping.rbr.yaml')),
      ...(await session.lenses('self-harm.samples.yaml')),
      ...(await session.lenses('four-areas.rbr.yaml')),
    ];
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter((text) => untranslated(text).trim() !== '')).toEqual([]);
  });

  it('leaves only names and numbers of a hover', async () => {
    await session.graded();
    const hovers = [
      await session.hover('self-harm.samples.yaml', 'text:'),
      await session.hover('misspelt.rbr.yaml', /(?<=^ {2})polite:/m),
      await session.hover('four-areas.rbr.yaml', /(?<=^ {2})ideal:/m),
    ];
    expect(hovers.map((hover) => hover.includes('⟦'))).toEqual(hovers.map(() => true));
    expect(hovers.map((hover) => wordsOf(untranslated(hover)))).toEqual(hovers.map(() => []));
  });

  it('and of hints, symbols and completions what files say', async () => {
    const uri = session.uri('four-areas.rbr.yaml');
    const samples = session.uri('self-harm.samples.yaml');
    const range = { start: { line: 0, character: 0 }, end: { line: 2000, character: 0 } };
    const { connection } = session.client;
    const hints = await vi.waitFor(
      async () => {
        const some = await connection.sendRequest(InlayHintRequest.type, {
          textDocument: { uri: samples },
          range,
        });
        expect(some?.length).toBeGreaterThan(5);
        return some ?? [];
      },
      { timeout: 30_000, interval: 200 },
    );
    const ranks = await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
    const labels = [...hints, ...(ranks ?? [])].map(({ label }) => String(label));
    expect(labels.filter((label) => untranslated(label) !== '')).toEqual([]);
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(JSON.stringify(symbols)).not.toMatch(/best first(?!⟧)/);
    const offered = await connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: session.uri('misspelt.rbr.yaml') },
      position: { line: 6, character: 0 },
    });
    const items = (Array.isArray(offered) ? offered : (offered?.items ?? [])) as CompletionItem[];
    expect(items.length).toBeGreaterThan(5);
    expect(items.map(({ documentation = '' }) => untranslated(String(documentation)))).toEqual(
      items.map(() => ''),
    );
  });

  it('and of a report its names', async () => {
    const params = { uri: session.uri('four-areas.rbr.yaml'), run: 'b' };
    for (const request of [FIT_REQUEST, EVALUATE_REQUEST]) {
      const result = await session.client.connection.sendRequest<ReportResult>(request, params);
      if ('reason' in result) throw new Error(result.reason);
      const { title, notes = [], evaluation } = result.report;
      const said = [title, ...notes, ...(evaluation ? [evaluation.grader.summary] : [])];
      expect(said.map(untranslated)).toEqual(said.map(() => ''));
    }
  });
});

/** Without code, links to names, and the prompt that is quoted. */
function wordsOf(markdown: string): string[] {
  const prose = markdown
    .replace(/```[\s\S]*?```/g, '')
    .replace(/\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/`[^`]*`/g, '');
  return prose.match(/\p{L}{2,}/gu) ?? [];
}
