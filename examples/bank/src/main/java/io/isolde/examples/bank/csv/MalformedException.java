package io.isolde.examples.bank.csv;

/** Says why a piece of text is not what it should be; its message is the reason. */
public final class MalformedException extends Exception {
  /** Carries no stack trace: a file may hold a million malformed lines. */
  public MalformedException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, as a phrase that follows a line number. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
