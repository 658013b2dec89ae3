/** A light that follows the bass: its opacity is written in hundredths, and only where it changes. */
export const glowWith = (element: HTMLElement): ((bass: number) => void) => {
  let written = '';
  return (bass) => {
    const opacity = (0.5 * Math.min(1, bass)).toFixed(2);
    if (opacity === written) return;
    written = opacity;
    element.style.opacity = opacity;
  };
};
