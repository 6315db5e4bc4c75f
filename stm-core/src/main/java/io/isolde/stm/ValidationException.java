package io.isolde.stm;

/**
 * Reports that a validator refused the value that a commit would have installed. The transaction
 * was rolled back: nothing has changed.
 */
public final class ValidationException extends TransactionException {
  /**
   * For use by refs.
   *
   * @param ref the ref's label
   * @param value the refused value
   * @param rule the rule that it breaks
   */
  public ValidationException(String ref, String value, String rule) {
    super("ref " + ref + " refuses " + value + ": " + rule);
  }
}
