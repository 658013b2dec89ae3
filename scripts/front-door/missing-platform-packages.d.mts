/** A machine in npm's words. */
interface Machine {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string | undefined;
}
/** The part of a lock file's entry that is read. */
interface LockedPackage {
  readonly version: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type LockedPackages = Readonly<Record<string, LockedPackage>>;
export declare const thisMachine: () => Machine;
export declare const missingPlatformPackages: (
  wanted: LockedPackages,
  found: LockedPackages,
  machine: Machine,
) => string[];
export declare const lacksEngine: (
  wanted: LockedPackages,
  found: LockedPackages,
  machine: Machine,
) => boolean;
