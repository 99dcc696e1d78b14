/** Draws, and draws again whenever the width changes: plots are made for a width. */
export function redrawOnResize(root: HTMLElement, draw: () => void): void {
  let width = root.clientWidth;
  new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    draw();
  }).observe(root);
  draw();
}

/** The panel's styles beside those of the theme. */
export function useStyles(styles: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
}
