package io.isolde.examples.bank;

/** The exit codes of the bank, as its help lists them. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int INCONSISTENT = 1;
  public static final int USAGE = 2;
  public static final int INPUT = 3;
  public static final int OUTPUT = 4;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
