/** The categories of findings, as the core names them, graver ones first. */
export const categories = [
  'identifier.name',
  'identifier.number',
  'identifier.contact',
  'identifier.date',
  'identifier.age',
  'identifier.place',
  'reidentification',
  'patient-mention',
  'patient-media',
  'medical-advice',
  'boundary',
  'misinformation',
  'disparagement',
  'unprofessional',
  'confidential-workplace',
  'conflict-of-interest',
  'jurisdiction',
] as const;

export type Category = (typeof categories)[number];
