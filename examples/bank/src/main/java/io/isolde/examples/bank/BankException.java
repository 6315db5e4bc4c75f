package io.isolde.examples.bank;

/**
 * A failure that the user can understand and act on; its message is all that the user is shown.
 *
 * <p>Immutable.
 */
public final class BankException extends RuntimeException {
  private final int exitCode;

  private BankException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** A request that cannot be carried out as it was made. */
  public static BankException usage(String message) {
    return new BankException(ExitCode.USAGE, message);
  }

  /** An input that cannot be read, or is not as it should be. */
  public static BankException input(String message) {
    return new BankException(ExitCode.INPUT, message);
  }

  /** An output that cannot be written. */
  public static BankException output(String message) {
    return new BankException(ExitCode.OUTPUT, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
