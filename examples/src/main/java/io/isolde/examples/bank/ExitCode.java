package io.isolde.examples.bank;

/** The exit codes of the bank, as its help lists them. */
final class ExitCode {
  static final int OK = 0;
  static final int INCONSISTENT = 1;
  static final int USAGE = 2;
  static final int INPUT = 3;
  static final int OUTPUT = 4;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
