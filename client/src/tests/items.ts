import * as vscode from 'vscode';
import type { PromptExpectations } from '../../../server/src/language/protocol-grading.ts';

/** What the items of the test tree are: a samples file, a prompt in it, or one completion with its expected class. */
export interface Expectation {
  readonly item: vscode.TestItem;
  readonly completionId: string;
  readonly expectedClass: string;
}

/** Puts the prompts and completions of a file under its item. */
export function fillFile(
  controller: vscode.TestController,
  file: vscode.TestItem,
  prompts: readonly PromptExpectations[],
  remember: (expectation: Expectation) => void,
): void {
  const uri = file.uri as vscode.Uri;
  file.children.replace(
    prompts.map((prompt) => {
      const parent = controller.createTestItem(`${file.id}#${prompt.promptId}`, prompt.label, uri);
      parent.range = rangeOf(prompt.range);
      parent.children.replace(
        prompt.completions.map(({ id, label, range, expectedClass }) => {
          const item = controller.createTestItem(`${file.id}#completion#${id}`, label, uri);
          item.range = rangeOf(range);
          item.description = expectedClass;
          remember({ item, completionId: id, expectedClass });
          return item;
        }),
      );
      return parent;
    }),
  );
}

/** An item itself where it has none under it, else those at the ends of its branches. */
export function leavesOf(item: vscode.TestItem): vscode.TestItem[] {
  return item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leavesOf(child));
}

function rangeOf({ start, end }: PromptExpectations['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
