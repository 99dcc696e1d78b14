/** A text as YAML: plain where that is as safe, else as JSON, which YAML reads. */
export function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(yes|no|on|off|true|false|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
