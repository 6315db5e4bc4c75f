package io.isolde.store.codec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a value cannot be written to a durable store, or cannot be read from it.
 *
 * <p>If it is thrown in a transaction, the transaction has changed nothing. If it is thrown where a
 * name is opened, nothing was opened, and the stored data is unchanged.
 */
public final class CodecException extends RuntimeException {
  /**
   * Says what cannot be written or read.
   *
   * @param message names the class and what was expected
   * @param cause null if there is none
   */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
