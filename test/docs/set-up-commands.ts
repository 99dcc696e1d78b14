/**
 * What the pages name and this tier cannot run, with who does run it. Everything else is run here. A command counts
 * by how it begins.
 */
export const SET_UP_COMMANDS: Readonly<Record<string, string>> = {
  'npm start': 'opens an editor and stays; the tier `ui` opens the same editor in the same way',
  'npm test': 'is what runs this',
  'npm run lint': 'a tier of `npm test`',
  'npm run format': 'writes the sources; `npm run lint` says whether they are as it would write them',
  'npm run test:': 'tiers of `npm test`',
  'npm run bench': 'takes minutes, and its figures are of the machine; run by hand for docs/measured.md',
  'npm run package': 'builds the .vsix; the lead checks it in the first-use run',
  'npx vitest run': 'a test of this very tier, named for its figures',
};
