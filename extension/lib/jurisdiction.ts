/** Where an author practises: the rules of no other place count, and its authorities stand first. */

/** The jurisdictions one can choose, as the core names them. */
export const jurisdictions = [
  'CA',
  ...['AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT'].map(
    (p) => `CA-${p}`,
  ),
  'US',
  'UK',
  'AU',
  'FR',
];

/** Countries of language tags that the core names otherwise. */
const renamed: Record<string, string> = { GB: 'UK' };

/**
 * The country of the first language, of those the browser asks sites for, that names
 * one with rules; '' when none does. A language says no province.
 */
export function jurisdictionOf(languages: readonly string[]): string {
  for (const tag of languages) {
    const country = tag.match(/[-_]([A-Za-z]{2})$/)?.[1]?.toUpperCase() ?? '';
    const code = renamed[country] ?? country;
    if (jurisdictions.includes(code)) return code;
  }
  return '';
}

/** What a jurisdiction is called: the province, or the country. */
export function jurisdictionName(code: string, lang: string): string {
  const [country = '', province] = code.split('-');
  if (province) return provinces[province]?.[lang === 'fr' ? 1 : 0] ?? code;
  return (
    new Intl.DisplayNames(lang, { type: 'region' }).of(country === 'UK' ? 'GB' : country) ?? code
  );
}

const provinces: Record<string, [en: string, fr: string]> = {
  AB: ['Alberta', 'Alberta'],
  BC: ['British Columbia', 'Colombie-Britannique'],
  MB: ['Manitoba', 'Manitoba'],
  NB: ['New Brunswick', 'Nouveau-Brunswick'],
  NL: ['Newfoundland and Labrador', 'Terre-Neuve-et-Labrador'],
  NS: ['Nova Scotia', 'Nouvelle-Écosse'],
  NT: ['Northwest Territories', 'Territoires du Nord-Ouest'],
  NU: ['Nunavut', 'Nunavut'],
  ON: ['Ontario', 'Ontario'],
  PE: ['Prince Edward Island', 'Île-du-Prince-Édouard'],
  QC: ['Quebec', 'Québec'],
  SK: ['Saskatchewan', 'Saskatchewan'],
  YT: ['Yukon', 'Yukon'],
};
