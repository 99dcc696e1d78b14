import { CommanderError } from 'commander';
import { listenForInterrupts } from './interrupts.ts';
import { EXIT, Interrupted, note, UsageError } from './output.ts';
import { program } from './program.ts';

/** Exit codes are in the command-line contract: 0 fine, 1 findings, 2 could not run, 130 interrupted. */
export async function runCommandLine(): Promise<void> {
  listenForInterrupts();
  // A reader that has seen enough (`rbr … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.fine);
    note(`rbr: standard output could not be written: ${error.message}`);
    process.exit(EXIT.cannotRun);
  });
  // Where nobody reads what is said, as in a terminal that was closed, the command ends in order all the same.
  process.stderr.on('error', () => undefined);
  try {
    await program((code) => {
      process.exitCode = code;
    }).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.fine : EXIT.cannotRun;
    else if (error instanceof Interrupted) {
      note(error.message);
      process.exitCode = EXIT.interrupted;
    } else {
      // What the user can mend is said in one line; a fault of this program comes with where it happened.
      const mendable = error instanceof UsageError || isFileProblem(error);
      const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
      note(`rbr: ${mendable ? message : stack}`);
      process.exitCode = EXIT.cannotRun;
    }
  }
}

/** Files that may not be read, a disk that is full: the system's own words name the file. */
function isFileProblem(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['EACCES', 'EPERM', 'EISDIR', 'ENOENT', 'ENOSPC', 'EROFS'].includes(code);
}
