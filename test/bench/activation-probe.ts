import { extensions } from 'vscode';

const ID = 'rule-based-rewards.rule-based-rewards';

/** The marks that the extension host sets of everything that it loads. */
interface Marks {
  getMarks(): readonly { readonly name: string; readonly startTime: number }[];
}

/**
 * Loading of the code and the call of `activate`, by the extension host's own marks: what "Developer: Show Running
 * Extensions" shows. From outside, the messages between host and window would be counted too.
 */
export async function run(): Promise<void> {
  const extension = extensions.getExtension(ID);
  if (!extension || extension.isActive) throw new Error('it is not there, or was woken before');
  await extension.activate();
  const marks = (
    globalThis as unknown as { MonacoPerformanceMarks: Marks }
  ).MonacoPerformanceMarks.getMarks();
  const at = (mark: string) => {
    const found = marks.find(({ name }) => name === `code/extHost/${mark}/${ID}`);
    if (!found) throw new Error(`no mark ${mark}`);
    return found.startTime;
  };
  const load = at('didLoadExtensionCode') - at('willLoadExtensionCode');
  const call = at('didActivateExtension') - at('willActivateExtension');
  console.log(`activation: code ${load} ms, activate ${call} ms`);
}
