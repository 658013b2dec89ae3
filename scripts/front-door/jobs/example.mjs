import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The command line of an example, from source; paths among the arguments are relative to where the user stands. */
export const example = (name) => async (args) => {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return (await runSource(join(rootDir, 'examples', name, 'src/cli.ts'), args, { cwd })).code;
};

/** The same, with its page as it is now. */
export const exampleWithPage = (name) => async (args) => {
  const { buildPage } = await import(`../../../examples/${name}/build-page.mjs`);
  await buildPage();
  return example(name)(args);
};
