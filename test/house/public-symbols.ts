import { join } from 'node:path';
import ts from 'typescript';
import { rootDir } from '../repository/root-dir.js';

/** Something that a package exports. */
export interface PublicSymbol {
  readonly name: string;
  /** A function or a class: something to call, so something to show by example. */
  readonly callable: boolean;
  readonly documentation: string;
  readonly hasExample: boolean;
}

const createProgram = (files: readonly string[]): ts.Program => {
  const configFile = join(rootDir, 'tsconfig.base.json');
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, rootDir);
  return ts.createProgram([...files], { ...options, composite: false, noEmit: true });
};

const isCallable = (checker: ts.TypeChecker, symbol: ts.Symbol): boolean => {
  if ((symbol.flags & ts.SymbolFlags.Value) === 0) return false;
  const type = checker.getTypeOfSymbol(symbol);
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
};

/** Reads the exports of entry points, by file; names resolve to their declarations. */
export const readPublicSymbols = (files: readonly string[]): Map<string, PublicSymbol[]> => {
  const program = createProgram(files);
  const checker = program.getTypeChecker();
  const describe = (exported: ts.Symbol): PublicSymbol => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    return {
      name: exported.name,
      callable: isCallable(checker, symbol),
      documentation: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
      hasExample: symbol.getJsDocTags(checker).some((tag) => tag.name === 'example'),
    };
  };
  const found = new Map<string, PublicSymbol[]>();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    found.set(file, module ? checker.getExportsOfModule(module).map(describe) : []);
  }
  return found;
};
