/** What the organisation that manages this browser has set, if one does. */
import type { PartProps } from './main';

export function Organisation({ say, asking }: PartProps) {
  const { policy } = asking.status;
  const { organisation, policyUrl, settings, refused, reasons, updateUrl } = policy;
  const set = Object.keys(settings).length > 0 || reasons || updateUrl || organisation || policyUrl;
  if (!set && refused.length === 0) return null;
  return (
    <section class="bd-sheet bd-managed" data-bedside="organisation">
      <h2>{say.managed(organisation)}</h2>
      <p>{say.managedHint}</p>
      {policyUrl && (
        <p>
          <a href={policyUrl} target="_blank" rel="noopener noreferrer">
            {say.policy}
          </a>
        </p>
      )}
      {reasons && reasons.length > 0 && <p>{say.reasonsAsked}</p>}
      {updateUrl && <p>{say.updatesFrom(new URL(updateUrl).host)}</p>}
      {refused.length > 0 && (
        <p role="alert" data-bedside="refused">
          {say.refused(refused.join(', '))}
        </p>
      )}
    </section>
  );
}
