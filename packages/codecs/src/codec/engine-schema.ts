import * as z from 'zod';
import type { EngineChoice } from '../engine/index.js';

/** The `engine` option of every codec that needs one. */
export const engineSchema: z.ZodDefault<z.ZodType<EngineChoice>> = z
  .enum(['auto', 'native'], "expected 'auto' or 'native'")
  .default('auto');
