package io.isolde.store.file.base;

import io.isolde.store.file.record.BaseFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Makes and opens the bases of a directory. Thread-safe. */
public interface Bases {
  /**
   * The planned size of a base.
   *
   * @param entries the number of entries
   * @param keyBytes the total length of all keys, in bytes
   * @param valueBytes the total length of all values, in bytes
   */
  record Plan(long entries, long keyBytes, long valueBytes) {
    private static final long ENTRIES_MIN = 1000;
    private static final long BYTES_MIN = 16_000;

    /** Plans for as many entries as there are in {@code file}. */
    static Plan of(BaseFile file) {
      return new Plan(
          Math.max(ENTRIES_MIN, file.entries()),
          Math.max(BYTES_MIN, file.keyBytes()),
          Math.max(BYTES_MIN, file.valueBytes()));
    }

    /** Plans for {@code factor} times the entries. */
    Plan times(long factor) {
      return new Plan(entries * factor, keyBytes * factor, valueBytes * factor);
    }
  }

  /** Makes an empty base with room for the plan, or more. No base of that name may exist. */
  Base create(String name, Plan plan) throws IOException;

  /**
   * Opens a base that was forced, for reading.
   *
   * @throws io.isolde.store.StoreDamagedException if it is damaged
   */
  Base open(String name) throws IOException;

  /** The bases of the same kind in another directory. */
  Bases in(Path directory);

  /**
   * The pattern of the names of base files; those of the first releases had no number at the end.
   */
  Pattern NAME = Pattern.compile("base-[0-9a-f]{8}-[0-9a-f]{16}(-[0-9a-f]{8})?\\.data");

  /** The number of names that were assigned. */
  AtomicInteger NAMES = new AtomicInteger();

  /** Whether a base file may have this name, which refers to a file in the directory itself. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a base of that name was made by one of the first releases. */
  static boolean isOfFirstReleases(String name) {
    return name.length() == "base-MMMMMMMM-NNNNNNNNNNNNNNNN.data".length();
  }

  /**
   * A new name for the base file of a map and a checkpoint with these numbers. The process assigns
   * no name twice, so a deleted file that is perhaps still open is never taken for the new one.
   */
  static String newName(int map, long checkpoint) {
    return String.format("base-%08x-%016x-%08x.data", map, checkpoint, NAMES.incrementAndGet());
  }
}
