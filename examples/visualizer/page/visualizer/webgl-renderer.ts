import { watchContext } from './context-watch.js';
import { BARS, FFT_SIZE } from './feature-choice.js';
import { type AnyCanvas, SCENES, type Scene } from './messages.js';
import { type Picture, WINDOW } from './picture.js';
import type { Renderer } from './renderer.js';
import { fragmentShaders, VERTEX } from './shaders.js';

/** Lines of the spectrogram: at 120 a second 4.3 s. */
const ROWS = 512;
const BINS = FFT_SIZE / 2 + 1;

type Gl = WebGL2RenderingContext;

const compile = (gl: Gl, type: number, source: string): WebGLShader => {
  const shader = gl.createShader(type);
  if (shader === null) throw new Error('the WebGL context is lost');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`shader: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
};

const link = (gl: Gl, fragment: string): WebGLProgram => {
  const program = gl.createProgram();
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTEX));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, fragment));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`shader: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
};

interface TextureInit {
  readonly unit: number;
  readonly format: 'R32F' | 'R8';
  readonly width: number;
  readonly height: number;
}

const createTexture = (gl: Gl, { unit, format, width, height }: TextureInit): void => {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  }
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl[format], width, height);
};

const NUMBERS = ['scale', 'time', 'level', 'bass', 'head', 'rate', 'calm'] as const;

interface Program {
  readonly program: WebGLProgram;
  readonly size: WebGLUniformLocation | null;
  /** Of `NUMBERS`, in order. */
  readonly places: readonly (WebGLUniformLocation | null)[];
}

const createPrograms = (gl: Gl): ReadonlyMap<Scene, Program> => {
  const shaders = fragmentShaders({ bars: BARS, window: WINDOW, bins: BINS, rows: ROWS });
  const make = (scene: Scene): Program => {
    const program = link(gl, shaders[scene]);
    gl.useProgram(program);
    for (const [unit, name] of ['bars', 'wave', 'lines'].entries()) {
      gl.uniform1i(gl.getUniformLocation(program, name), unit);
    }
    const size = gl.getUniformLocation(program, 'size');
    const places = NUMBERS.map((name) => gl.getUniformLocation(program, name));
    return { program, size, places };
  };
  return new Map(SCENES.map((scene) => [scene, make(scene)]));
};

/**
 * Draws by fragment shaders: magnitudes become pixels on the graphics card. undefined where there is no WebGL 2, and the canvas may then be used for something else.
 *
 * @param giveUp Called when the context is lost for good.
 * @throws Error where the graphics card does not take the shaders: the canvas is spent.
 */
export const createWebglRenderer = (
  canvas: AnyCanvas,
  giveUp: (reason: string) => void,
): Renderer | undefined => {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    powerPreference: 'low-power',
    // A screenshot is taken between two drawings.
    preserveDrawingBuffer: false,
  });
  if (gl === null) return undefined;
  let programs = createPrograms(gl);
  const setUp = (): void => {
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    createTexture(gl, { unit: 0, format: 'R32F', width: BARS, height: 2 });
    createTexture(gl, { unit: 1, format: 'R32F', width: WINDOW, height: 1 });
    createTexture(gl, { unit: 2, format: 'R8', width: BINS, height: ROWS });
  };
  setUp();
  let head = 0;
  let rate = 48_000;
  let pixels = 1;
  const restore = (): void => {
    programs = createPrograms(gl);
    setUp();
    gl.viewport(0, 0, canvas.width, canvas.height);
  };
  const endWatch = watchContext(canvas, { restore, giveUp });

  const upload = (unit: number, y: number, values: Float32Array): void => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, y, values.length, 1, gl.RED, gl.FLOAT, values);
  };
  // Under another name: the linter takes functions that begin with "use" for hooks of React.
  const activate = gl.useProgram.bind(gl);
  const paint = (chosen: Program, scene: Scene, picture: Picture, calm: boolean): void => {
    const { program, size, places } = chosen;
    const { bars, caps, wave, time, level, bass } = picture;
    activate(program);
    if (scene === 'waveform') upload(1, 0, wave);
    else if (scene !== 'spectrogram') {
      upload(0, 0, bars);
      upload(0, 1, caps);
    }
    gl.uniform2f(size, canvas.width, canvas.height);
    const numbers = [pixels, time, level, bass, head, rate, calm ? 1 : 0];
    for (const [index, value] of numbers.entries()) gl.uniform1f(places[index] ?? null, value);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  return {
    kind: 'webgl2',
    resize: (width, height, scale): void => {
      canvas.width = width;
      canvas.height = height;
      pixels = scale;
      gl.viewport(0, 0, width, height);
    },
    addLine: (steps, sampleRate): void => {
      rate = sampleRate;
      gl.activeTexture(gl.TEXTURE2);
      const width = Math.min(BINS, steps.length);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, head % ROWS, width, 1, gl.RED, gl.UNSIGNED_BYTE, steps);
      head += 1;
    },
    draw: (scene, picture, calm): void => {
      const chosen = programs.get(scene);
      if (chosen !== undefined && !gl.isContextLost()) paint(chosen, scene, picture, calm);
    },
    clear: (): void => {
      head = 0;
      gl.activeTexture(gl.TEXTURE2);
      const empty = new Uint8Array(BINS * ROWS);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, BINS, ROWS, gl.RED, gl.UNSIGNED_BYTE, empty);
    },
    dispose: (): void => {
      endWatch();
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
};
