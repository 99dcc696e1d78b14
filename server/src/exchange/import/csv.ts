import { CsvError, parse } from 'csv-parse/browser/esm/sync';

/** A record and the line that it begins on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const DELIMITERS = [',', ';', '\t'] as const;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Of a file with more quotation marks that nothing closes, the rest is not looked at: it would be read over and over. */
const MAX_UNCLOSED = 100;

/**
 * Records of a CSV or TSV text; the first one is the header. A record that cannot be read is a problem, and
 * reading goes on after it.
 */
export function readCsv(text: string): CsvTable {
  let rest = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(rest);
  const records: CsvRecord[] = [];
  const problems: { line: number; message: string }[] = [];
  for (let before = 0, unclosed = 0; rest !== ''; unclosed++) {
    const { found, linesRead, unread } = recordsOf(rest, delimiter);
    for (const { line, fields } of found) records.push({ line: line + before, fields });
    if (unread === undefined) break;
    before += linesRead;
    if (unclosed === MAX_UNCLOSED) {
      problems.push({
        line: before + 1,
        message: 'and all after it are left out: too many " are not closed',
      });
      break;
    }
    // The quote swallows the rest of the file: go on with the line after the one that opens it.
    before++;
    problems.push({
      line: before,
      message: 'opens a quotation mark (") that nothing closes; close it, or write "" for a mark in the text',
    });
    const end = unread.indexOf('\n');
    rest = end === -1 ? '' : unread.slice(end + 1);
  }
  const [header, ...others] = records;
  const width = header?.fields.length ?? 0;
  const whole: CsvRecord[] = [];
  for (const record of others) {
    const { line, fields } = record;
    // Spreadsheets leave out, or add, empty fields at the end.
    if (fields.slice(width).every((field) => field === '')) whole.push(record);
    else {
      const message = `has ${fields.length} fields where the header has ${width}; put fields that hold a "${delimiter}" in quotation marks`;
      problems.push({ line, message });
    }
  }
  return {
    header: (header?.fields ?? []).map((name) => name.trim()),
    records: whole,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

interface Parsed {
  readonly found: readonly CsvRecord[];
  readonly linesRead: number;
  /** From the record on whose quotation mark is never closed. */
  readonly unread?: string;
}

function recordsOf(text: string, delimiter: string): Parsed {
  const bytes = new TextEncoder().encode(text);
  const isOldMac = !text.includes('\n');
  const lineEnd = isOldMac ? CARRIAGE_RETURN : LINE_FEED;
  const found: CsvRecord[] = [];
  let line = 1;
  let read = 0;
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: isOldMac ? ['\r'] : ['\r\n', '\n'],
      on_record: (record: string[], info) => {
        // An empty line is a record of one empty field.
        if (record.length > 1 || record[0]?.trim() !== '') found.push({ line, fields: record });
        // The parser's own count of lines takes "\r\n" within quotation marks for two.
        for (; read < info.bytes; read++) if (bytes[read] === lineEnd) line++;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    return { found, linesRead: line - 1, unread: new TextDecoder().decode(bytes.subarray(read)) };
  }
  return { found, linesRead: line - 1 };
}

/** The one that the first line has most of. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  const bare = first.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}
