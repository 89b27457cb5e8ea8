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
type Realm = Window & typeof globalThis;
type Highlights = Map<Severity, Highlight>;

/** The ranges are kept here because Firefox lets no content script iterate a Highlight. */
const owners = new Map<object, Painted[]>();
/** Those on show, by the window whose document they are in: frames have their own. */
const shown = new Map<Realm, Highlights>();
const dressed = new WeakSet<Node>();

/** Shows these ranges for an owner in place of those it showed before. */
export function show(owner: object, next: Painted[]): void {
  if (same(owners.get(owner) ?? [], next)) return;
  if (next.length > 0) owners.set(owner, next);
  else owners.delete(owner);
  repaint();
}

/**
 * Puts the underline styles where the style sheet of the extension does not reach: into
 * the shadow root or the frame a node lives in.
 */
export function dress(node: Node): void {
  const root = node.getRootNode() as Document | ShadowRoot;
  if (root === document || dressed.has(root)) return;
  dressed.add(root);
  adopt(root, highlightCSS);
}

function repaint(): void {
  const wanted = Map.groupBy([...owners.values()].flat(), ({ range }) => realmOf(range));
  for (const [realm, highlights] of shown) {
    if (realm && wanted.has(realm)) {
      for (const highlight of highlights.values()) highlight.clear();
    } else {
      for (const severity of severities) realm.CSS?.highlights.delete(name(severity));
      shown.delete(realm);
    }
  }
  for (const [realm, painted] of wanted) {
    if (!realm) continue; // its frame has gone
    const highlights = shown.get(realm) ?? register(realm);
    for (const { range, severity } of painted) highlights.get(severity)!.add(range);
  }
}

function realmOf(range: Range): Realm | null {
  return range.startContainer.ownerDocument?.defaultView ?? null;
}

function register(realm: Realm): Highlights {
  const highlights: Highlights = new Map();
  for (const severity of severities) {
    const highlight = new realm.Highlight();
    highlight.priority = gravity(severity);
    realm.CSS.highlights.set(name(severity), highlight);
    highlights.set(severity, highlight);
  }
  shown.set(realm, highlights);
  return highlights;
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
