const PADDING_PX = 14;
const GAP_SHARE = 0.28;
const IDLE = 0.008;
/** Of the height in a second: what falls is followed by the eye. */
const FALL = 1.6;
const STEPS = 1000;

/** Bars on a canvas. Sizes come from a ResizeObserver, and colours with a change: no frame asks for layout or style. */
export interface BarsView {
  /** Draws heights, 0 to 1, unless they look as before; answers whether it has drawn. */
  draw(heights: ArrayLike<number>, seconds: number): boolean;
  setAccent(colour: string): void;
}

const hexMix = (hex: string, towards: number, share: number): string => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) || 0);
  const mixed = channels.map((one) => Math.round(one + (towards - one) * share));
  return `rgb(${mixed.join(' ')})`;
};

/** Makes the view of one canvas. `onResize`: what was drawn is gone. */
export const drawBars = (canvas: HTMLCanvasElement, onResize: () => void): BarsView => {
  const context = canvas.getContext('2d');
  let accent = '#5eead4';
  let fill: CanvasGradient | undefined;
  let shown = new Float32Array(0);
  let drawn = new Int16Array(0);
  let step = 0;
  let width = 0;
  let left = 0;
  let room = 0;

  const layOut = (): void => {
    const padding = PADDING_PX * devicePixelRatio;
    step = (canvas.width - 2 * padding) / Math.max(1, shown.length);
    width = Math.max(1, step * (1 - GAP_SHARE));
    left = padding + (step - width) / 2;
    room = canvas.height - 10 * devicePixelRatio;
    fill = undefined;
    drawn.fill(-1);
  };
  /** The gradient is made anew for a new accent or size only. */
  const gradient = (target: CanvasRenderingContext2D): CanvasGradient => {
    if (fill !== undefined) return fill;
    fill = target.createLinearGradient(0, canvas.height, 0, 0);
    fill.addColorStop(0, hexMix(accent, 0, 0.25));
    fill.addColorStop(0.5, accent);
    fill.addColorStop(1, hexMix(accent, 255, 0.6));
    return fill;
  };
  const paint = (target: CanvasRenderingContext2D): void => {
    target.clearRect(0, 0, canvas.width, canvas.height);
    target.fillStyle = gradient(target);
    target.beginPath();
    const radius = Math.min(4 * devicePixelRatio, width / 2);
    for (let bar = 0; bar < drawn.length; bar++) {
      const height = Math.max(IDLE, (drawn[bar] ?? 0) / STEPS) * room;
      const top = canvas.height - height;
      target.roundRect(left + bar * step, top, width, height, [radius, radius, 0, 0]);
    }
    target.fill();
  };

  const draw = (heights: ArrayLike<number>, seconds: number): boolean => {
    if (heights.length !== shown.length) {
      shown = new Float32Array(heights.length);
      drawn = new Int16Array(heights.length);
      layOut();
    }
    let hasChanged = false;
    for (let bar = 0; bar < shown.length; bar++) {
      const height = Math.max(heights[bar] ?? 0, (shown[bar] ?? 0) - FALL * seconds);
      shown[bar] = height;
      const quantised = Math.round(STEPS * Math.min(1, height));
      if (quantised === drawn[bar]) continue;
      drawn[bar] = quantised;
      hasChanged = true;
    }
    if (hasChanged && context !== null) paint(context);
    return hasChanged;
  };

  new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    canvas.width = Math.round(entry.contentRect.width * devicePixelRatio);
    canvas.height = Math.round(entry.contentRect.height * devicePixelRatio);
    layOut();
    onResize();
  }).observe(canvas);

  return {
    draw,
    setAccent: (colour) => {
      accent = colour;
      fill = undefined;
      drawn.fill(-1);
      onResize();
    },
  };
};
