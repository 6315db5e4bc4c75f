package io.isolde.store.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value cannot be written to a durable store, or not read from it.
 *
 * <p>Thrown in a transaction, it has changed nothing. Thrown where a name is opened, nothing was
 * opened, and what is stored is as it was.
 */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1;

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
