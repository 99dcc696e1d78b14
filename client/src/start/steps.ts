import * as vscode from 'vscode';

/** Where a step stands in its wizard. */
export interface Step {
  readonly title: string;
  readonly step: number;
  readonly of: number;
}

/** `back`: to the step before. Undefined: the user has left. */
export type Answer<T> = T | 'back' | undefined;

/** A step that chooses among items. */
export async function choose<T extends vscode.QuickPickItem>(
  { title, step, of }: Step,
  placeholder: string,
  items: readonly T[],
): Promise<Answer<T>> {
  const picker = vscode.window.createQuickPick<T>();
  Object.assign(picker, { title, step, totalSteps: of, placeholder, items, ignoreFocusOut: true });
  if (step > 1) picker.buttons = [vscode.QuickInputButtons.Back];
  return shown(picker, (done) => picker.onDidAccept(() => done(picker.selectedItems[0])));
}

/** A step that asks for a text; `wrong` says what is the matter with it, `refused` why the last one would not do. */
export async function ask(
  { title, step, of }: Step,
  prompt: string,
  value: string,
  wrong: (value: string) => string | undefined,
  refused?: string,
): Promise<Answer<{ readonly value: string }>> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { title, step, totalSteps: of, prompt, value, ignoreFocusOut: true });
  if (step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  box.validationMessage = refused;
  const check = () => {
    box.validationMessage = wrong(box.value.trim());
  };
  return shown(box, (done) => {
    const changes = box.onDidChangeValue(check);
    const accepts = box.onDidAccept(() => {
      check();
      if (!box.validationMessage) done({ value: box.value.trim() });
    });
    return vscode.Disposable.from(changes, accepts);
  });
}

async function shown<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  listen: (done: (answer: Answer<T>) => void) => vscode.Disposable,
): Promise<Answer<T>> {
  let subscriptions: vscode.Disposable | undefined;
  try {
    return await new Promise<Answer<T>>((done) => {
      subscriptions = vscode.Disposable.from(
        listen(done),
        input.onDidHide(() => done(undefined)),
        input.onDidTriggerButton(() => done('back')),
      );
      input.show();
    });
  } finally {
    subscriptions?.dispose();
    input.dispose();
  }
}
