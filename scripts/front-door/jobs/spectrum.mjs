import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The spectrum service, from source, with its page as it is now; paths among the arguments are relative to where the user stands. */
export const spectrum = async (args) => {
  const { buildPage } = await import('../../../examples/spectrum-service/build-page.mjs');
  await buildPage();
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return (await runSource(join(rootDir, 'examples/spectrum-service/src/cli.ts'), args, { cwd }))
    .code;
};
