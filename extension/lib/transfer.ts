/** Settings as a file: what the author takes along, and reads in again elsewhere. */
import * as v from 'valibot';
import { entries, migrate, type Settings, version } from './settings';

const mark = 'bedside-settings';

/** The settings as the text of a file. */
export function exportSettings(settings: Settings): string {
  return `${JSON.stringify({ file: mark, version, settings }, null, 2)}\n`;
}

/** Why a file cannot be read in, with what a sentence about it wants to say. */
export type Refusal =
  | { why: 'json' | 'other' | 'newer' }
  | { why: 'value'; name: string; found: string; wanted: string };

/** Settings out of the text of a file, or why not. Nothing is taken of a file that is wrong somewhere. */
export function importSettings(
  text: string,
): { settings: Settings; refusal?: undefined } | { settings?: undefined; refusal: Refusal } {
  let file: { file?: unknown; version?: unknown; settings?: unknown } | null;
  try {
    file = JSON.parse(text);
  } catch {
    return { refusal: { why: 'json' } };
  }
  const { settings } = file ?? {};
  if (file?.file !== mark || typeof file.version !== 'number' || !isRecord(settings)) {
    return { refusal: { why: 'other' } };
  }
  const whole = migrate(settings, file.version);
  if (!whole) return { refusal: { why: 'newer' } };
  const read = v.safeParse(v.strictObject(entries), whole, { abortEarly: true });
  if (read.success) return { settings: read.output };
  const [issue] = read.issues;
  const name = v.getDotPath(issue) ?? String(issue.path?.[0]?.key ?? '');
  return {
    refusal: { why: 'value', name, found: issue.received, wanted: issue.expected ?? 'never' },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
