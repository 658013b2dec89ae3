/** What of a page decides how is drawn. */
export interface PageWatch {
  readonly hidden: boolean;
  readonly calm: boolean;
  /** Watches the size of another element from now on. */
  observe(element: Element): void;
  close(): void;
}

/** Watches whether a page is hidden, whether its user wants little motion, and how large an element is. */
export const watchPage = (
  element: Element,
  on: {
    hidden(hidden: boolean): void;
    calm(calm: boolean): void;
    size(width: number, height: number, scale: number): void;
  },
): PageWatch => {
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const visibility = (): void => on.hidden(document.hidden);
  const preference = (): void => on.calm(motion.matches);
  const sizes = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    // Finer than this nobody sees, but everybody's battery feels.
    const scale = Math.min(2, devicePixelRatio);
    const most = (x: number): number => Math.max(1, Math.round(x * scale));
    on.size(most(width), most(height), scale);
  });
  sizes.observe(element);
  document.addEventListener('visibilitychange', visibility);
  motion.addEventListener('change', preference);
  return {
    get hidden() {
      return document.hidden;
    },
    get calm() {
      return motion.matches;
    },
    observe: (next): void => {
      sizes.disconnect();
      sizes.observe(next);
    },
    close: (): void => {
      sizes.disconnect();
      document.removeEventListener('visibilitychange', visibility);
      motion.removeEventListener('change', preference);
    },
  };
};
