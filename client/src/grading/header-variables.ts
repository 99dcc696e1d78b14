/** Free of `vscode`. */
type Headers = Readonly<Record<string, string>>;

/**
 * The headers with what the environment says for `${env:NAME}`, so that secrets need not stand in settings. A variable that
 * is not set stays as it is written: the server refuses such a header, with its name, instead of sending it.
 */
export function withVariables(headers: Headers, environment: (name: string) => string | undefined): Headers {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    typeof value === 'string'
      ? value.replace(
          /\$\{env:([A-Za-z_]\w*)\}/g,
          (whole, variable: string) => environment(variable) || whole,
        )
      : value,
  ]);
  return Object.fromEntries(entries);
}
