package io.isolde.store.overlay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Makes and opens the bases of a directory. Thread-safe. */
public interface Bases {
  /**
   * How large a base will be.
   *
   * @param entries how many entries
   * @param keyBytes of all keys
   * @param valueBytes of all values
   */
  record Plan(long entries, long keyBytes, long valueBytes) {
    private static final long ENTRIES_MIN = 1000;
    private static final long BYTES_MIN = 16_000;

    /** For as many entries as there are in {@code file}. */
    static Plan of(BaseFile file) {
      return new Plan(
          Math.max(ENTRIES_MIN, file.entries()),
          Math.max(BYTES_MIN, file.keyBytes()),
          Math.max(BYTES_MIN, file.valueBytes()));
    }

    /** With so many times the entries. */
    Plan times(long factor) {
      return new Plan(entries * factor, keyBytes * factor, valueBytes * factor);
    }
  }

  /**
   * Makes an empty base with room for what is planned, or more; there must be none of that name.
   */
  Base create(String name, Plan plan) throws IOException;

  /**
   * Opens a base that was forced, to be read.
   *
   * @throws io.isolde.store.StoreDamagedException if it makes no sense
   */
  Base open(String name) throws IOException;

  /** Those of the same kind in another directory. */
  Bases in(Path directory);

  /** How files of bases are called; those of the first releases had no number at the end. */
  Pattern NAME = Pattern.compile("base-[0-9a-f]{8}-[0-9a-f]{16}(-[0-9a-f]{8})?\\.data");

  /** How many names were given. */
  AtomicInteger NAMES = new AtomicInteger();

  /** Whether this is how the file of a base may be called, which is in the directory itself. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a base of that name was made by one of the first releases. */
  static boolean isOfFirstReleases(String name) {
    return name.length() == "base-MMMMMMMM-NNNNNNNNNNNNNNNN.data".length();
  }

  /**
   * A name for the file of a base: of the map of that number, in the checkpoint of that one. Nobody
   * else in this process gets it, so no file that was deleted, and is perhaps still open, is taken
   * for the new one.
   */
  static String newName(int map, long checkpoint) {
    return String.format("base-%08x-%016x-%08x.data", map, checkpoint, NAMES.incrementAndGet());
  }
}
