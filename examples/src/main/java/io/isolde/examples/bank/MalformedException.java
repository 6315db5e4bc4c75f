package io.isolde.examples.bank;

/** Says why a piece of text is not what it should be; its message is the reason. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Carries no stack trace: a file may hold a million malformed lines. */
  MalformedException(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, as a phrase that follows a line number. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
