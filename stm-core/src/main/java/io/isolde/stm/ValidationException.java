package io.isolde.stm;

/**
 * A validator refused the value that a commit would have installed. The transaction was rolled
 * back: nothing has changed.
 */
public final class ValidationException extends TransactionException {
  private static final long serialVersionUID = 1;

  /**
   * Made by a ref.
   *
   * @param ref the ref's label
   * @param value the refused value
   * @param rule the rule that it breaks
   */
  public ValidationException(String ref, String value, String rule) {
    super("ref " + ref + " refuses " + value + ": " + rule);
  }
}
