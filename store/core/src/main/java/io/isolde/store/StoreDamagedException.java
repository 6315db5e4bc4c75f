package io.isolde.store;

/**
 * Thrown when a file of a durable store is not what was written: damaged, truncated, replaced or
 * missing.
 *
 * <p>If it is thrown where a store or a name is opened, that store or name was not opened. Nothing
 * was changed. What a crash leaves behind is not damage; opening the store repairs it.
 */
public final class StoreDamagedException extends RuntimeException {
  /** The name of the file. */
  private final String file;

  /** The offset of the first damaged byte. */
  private final long offset;

  /**
   * Says where the damage is and what helps.
   *
   * @param file the name of the file
   * @param offset the offset of the first damaged byte
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
   * @return the offset of the first damaged byte in the file
   */
  public long offset() {
    return offset;
  }
}
