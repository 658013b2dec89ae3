import { AudioFlowError } from '@audioflow/core';
import * as z from 'zod';

/** What every picture takes. */
export interface PictureOptions {
  /** Of the whole picture, in pixels: 16 to 16384, and 16 million in all. Default 1000. */
  readonly width?: number | undefined;
  /** Default 400. */
  readonly height?: number | undefined;
  /** Axes with ticks and texts around the plot; without, the plot fills the picture. Default true. */
  readonly labels?: boolean | undefined;
  /** A line above the plot. Accents are left out, and characters that are not Latin are boxes. */
  readonly title?: string | undefined;
  /** From the top of capitals to the end of tails, in pixels, 6 to 200. Default: 11, and more for large pictures. */
  readonly textSize?: number | undefined;
  /** Dark text on white, or light on black. Default 'light'. */
  readonly theme?: 'light' | 'dark' | undefined;
}

/** {@link PictureOptions}, checked. */
export interface PictureSettings {
  readonly width: number;
  readonly height: number;
  readonly labels: boolean;
  readonly title: string;
  readonly textSize: number;
  readonly theme: 'light' | 'dark';
}

const MAX_PIXELS = 16_777_216;

/** The shape of {@link PictureOptions}. */
export const pictureShape: {
  readonly width: z.ZodDefault<z.ZodInt>;
  readonly height: z.ZodDefault<z.ZodInt>;
  readonly labels: z.ZodDefault<z.ZodBoolean>;
  readonly title: z.ZodDefault<z.ZodString>;
  readonly textSize: z.ZodOptional<z.ZodNumber>;
  readonly theme: z.ZodDefault<z.ZodEnum<{ light: 'light'; dark: 'dark' }>>;
} = {
  width: z.int().min(16).max(16_384).default(1000),
  height: z.int().min(16).max(16_384).default(400),
  labels: z.boolean().default(true),
  title: z.string().max(1000).default(''),
  textSize: z.number().min(6).max(200).optional(),
  theme: z.enum(['light', 'dark']).default('light'),
};

/** Works out what the size of a picture decides; refuses those that no memory should be spent on. */
export const pictureSettings = (
  owner: string,
  checked: Omit<PictureSettings, 'textSize'> & { readonly textSize?: number | undefined },
): PictureSettings => {
  const { width, height, labels, title, theme } = checked;
  if (width * height > MAX_PIXELS) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected a picture of at most ${MAX_PIXELS} pixels, got ${width} x ${height}`,
    );
  }
  const usual = Math.min(44, Math.max(11, Math.round(Math.sqrt(width * height) / 64)));
  return { width, height, labels, title, theme, textSize: checked.textSize ?? usual };
};
