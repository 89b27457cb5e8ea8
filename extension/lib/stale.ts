/** Whether rules may be out of date. */
import type { PackStatus } from './protocol';

/** Longest silence of the rule server after which rules still count as fresh, milliseconds. */
const patience = 14 * 86_400_000;

/** True when the server's statement has run out, or it has not been heard for long. */
export function isStale(
  { expires, checked }: Pick<PackStatus, 'expires' | 'checked'>,
  now: number,
): boolean {
  if (expires !== null && expires < now) return true;
  return checked !== null && now - checked > patience;
}
