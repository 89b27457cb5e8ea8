/**
 * The style sheets as text, and how to put them on a document or a shadow root: as
 * constructed sheets, which no page's Content-Security-Policy refuses.
 */
import card from './card.css?inline';
import highlight from './highlight.css?inline';
import theme from './theme.css?inline';

/** Tokens: colours, faces, measures. Wanted by all the others. */
export const themeCSS: string = theme;
/** The card and the gate. */
export const cardCSS: string = card;
/** The underlines: `::highlight(bedside-stop|caution|nudge)`. */
export const highlightCSS: string = highlight;

/**
 * Adds style sheets to a document or shadow root and returns how to take them away.
 * Some versions of Firefox refuse constructed sheets from content scripts; there, style
 * elements do, which extensions may add whatever the page's policy says.
 */
export function adopt(root: Document | ShadowRoot, ...texts: string[]): () => void {
  try {
    const sheets = texts.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets];
    return () => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((s) => !sheets.includes(s));
    };
  } catch {
    const elements = texts.map((text) => {
      const style = document.createElement('style');
      style.textContent = text;
      return style;
    });
    ('head' in root ? root.head : root).append(...elements);
    return () => {
      for (const style of elements) style.remove();
    };
  }
}
