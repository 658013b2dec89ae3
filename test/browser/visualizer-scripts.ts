import { CHROMIUM_FLAGS } from './launch-chromium.js';

/** A browser with a microphone that beeps. */
export const WITH_MICROPHONE: readonly string[] = [
  ...CHROMIUM_FLAGS,
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
/** A browser with neither a graphics card nor a substitute for one. */
export const WITHOUT_GL: readonly string[] = [...CHROMIUM_FLAGS, '--use-gl=disabled'];

/** Notes down the WebGL contexts that are made. */
export const KEEP_CONTEXTS = `
  const { getContext } = OffscreenCanvas.prototype;
  OffscreenCanvas.prototype.getContext = function (kind, options) {
    const context = getContext.call(this, kind, options);
    if (kind === 'webgl2') globalThis.lose = context.getExtension('WEBGL_lose_context');
    return context;
  };`;

/** A graphics card that takes one of the scenes' shaders for wrong. */
export const BREAK_SHADER = `
  const { shaderSource } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.shaderSource = function (shader, source) {
    shaderSource.call(this, shader, source.replace('float turn =', 'float turn'));
  };`;

/** A display of 30 Hz: animation frames of every second turn, with its time. */
export const THIRTY_HERTZ = `
  const request = globalThis.requestAnimationFrame.bind(globalThis);
  let turns = 0;
  globalThis.requestAnimationFrame = (draw) =>
    request(() => request(() => draw((turns++ * 1000) / 30)));`;

/** Counts the animation frames that are asked for. */
export const COUNT_FRAMES = `
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.asked = 0;
  globalThis.requestAnimationFrame = (draw) => {
    globalThis.asked++;
    return ask(draw);
  };`;

/** A node that plays a tone. */
export const tone = (hertz: number): string => `(() => {
  const tone = new OscillatorNode(context, { frequency: ${hertz} });
  tone.start();
  return tone;
})()`;
