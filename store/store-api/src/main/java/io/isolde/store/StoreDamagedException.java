package io.isolde.store;

/**
 * A file of a durable store is not what was written: damaged, cut, replaced or missing.
 *
 * <p>The store was not opened, and nothing was changed. What a crash leaves behind is not damage;
 * it is repaired by opening the store.
 */
public final class StoreDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The name of the file. */
  private final String file;

  /** The byte from which on it is damaged. */
  private final long offset;

  /**
   * Says where the damage is and what helps.
   *
   * @param file the name of the file
   * @param offset the byte from which on it is damaged
   * @param damage what is wrong
   */
  public StoreDamagedException(String file, long offset, String damage) {
    super(
        file
            + ", byte "
            + offset
            + ": "
            + damage
            + "; restore the directory from a backup, and keep this one to find out how far it can"
            + " be read: the verify command says it");
    this.file = file;
    this.offset = offset;
  }

  /**
   * The file.
   *
   * @return its name
   */
  public String file() {
    return file;
  }

  /**
   * The place of the damage.
   *
   * @return the byte of the file from which on it is damaged
   */
  public long offset() {
    return offset;
  }
}
