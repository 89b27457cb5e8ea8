/**
 * Underlines in rich editors with the CSS Custom Highlight API: ranges over the page's
 * own text nodes and not one change to its DOM. Highlights belong to the document, so
 * all editors share three of them.
 */
import { adopt, highlightCSS } from '../../ui/styles';
import { gravity, type Severity } from '../report';

export interface Painted {
  range: Range;
  severity: Severity;
}

const severities: Severity[] = ['nudge', 'caution', 'stop'];
/** The ranges are kept here because Firefox lets no content script iterate a Highlight. */
const owners = new Map<object, Painted[]>();
let highlights: Map<Severity, Highlight> | null = null;
const dressed = new WeakSet<Node>();

/** Shows these ranges for an owner in place of those it showed before. */
export function show(owner: object, next: Painted[]): void {
  if (same(owners.get(owner) ?? [], next)) return;
  if (next.length > 0) owners.set(owner, next);
  else owners.delete(owner);
  repaint();
}

/** Puts the underline styles into the shadow root a node lives in, if it lives in one. */
export function dress(node: Node): void {
  const root = node.getRootNode();
  if (!(root instanceof ShadowRoot) || dressed.has(root)) return;
  dressed.add(root);
  adopt(root, highlightCSS);
}

function repaint(): void {
  if (owners.size === 0) {
    for (const severity of severities) CSS.highlights.delete(name(severity));
    highlights = null;
    return;
  }
  highlights ??= register();
  for (const highlight of highlights.values()) highlight.clear();
  for (const painted of owners.values()) {
    for (const { range, severity } of painted) highlights.get(severity)!.add(range);
  }
}

function register(): Map<Severity, Highlight> {
  return new Map(
    severities.map((severity) => {
      const highlight = new Highlight();
      highlight.priority = gravity(severity);
      CSS.highlights.set(name(severity), highlight);
      return [severity, highlight];
    }),
  );
}

function name(severity: Severity): string {
  return `bedside-${severity}`;
}

/** True when both show the same, so that the page need not be painted again. */
function same(a: Painted[], b: Painted[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ range, severity }, i) => {
      const other = b[i]!;
      return (
        severity === other.severity &&
        range.startContainer === other.range.startContainer &&
        range.startOffset === other.range.startOffset &&
        range.endContainer === other.range.endContainer &&
        range.endOffset === other.range.endOffset
      );
    })
  );
}
