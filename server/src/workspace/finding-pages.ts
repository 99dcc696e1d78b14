/** Where the pages of findings are: beside the bundles, in the package as in a clone. */
export function findingPages(): string {
  return new URL('../docs/findings/', import.meta.url).href;
}
