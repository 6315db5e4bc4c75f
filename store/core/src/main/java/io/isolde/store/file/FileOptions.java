package io.isolde.store.file;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.StoreUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Options for opening a {@code file:} store. Immutable.
 *
 * @param directory where the files of the store are; created if it does not exist, unless read-only
 * @param durability the durability of transactions that are given none; {@code mode} in a URI:
 *     {@code sync}, {@code async}, {@code none}
 * @param readOnly whether to refuse every change, and to leave the files as they are; {@code
 *     readOnly} in a URI
 * @param segmentBytes the length of a journal segment; {@code segmentBytes} in a URI
 * @param checkpointBytes how much the journal grows before a checkpoint is made; {@code
 *     checkpointBytes} in a URI
 * @param asyncDelay how long it takes, at most, until an {@code ASYNC} commit is on its way to
 *     stable storage; {@code asyncMillis} in a URI
 * @param asyncBytes how many bytes of the journal, at most, are not yet on stable storage when an
 *     {@code ASYNC} commit returns; {@code asyncBytes} in a URI
 * @param recordBytes how many bytes the changes of one transaction may take, at most 512 MiB;
 *     {@code recordBytes} in a URI
 * @param backlogBytes how many bytes of the journal are kept, at least, besides those that recovery
 *     needs, so that change streams can be resumed; {@code backlogBytes} in a URI
 * @param progress is told of the progress of opening the store
 * @param classes records and enums that values under any name may contain, besides those that the
 *     name declares
 */
public record FileOptions(
    Path directory,
    Durability durability,
    boolean readOnly,
    long segmentBytes,
    long checkpointBytes,
    Duration asyncDelay,
    long asyncBytes,
    long recordBytes,
    long backlogBytes,
    RecoveryProgress progress,
    List<Class<?>> classes) {
  private static final long MIB = 1 << 20;
  private static final long SEGMENT_BYTES_MIN = 1 << 10;
  private static final long SEGMENT_BYTES_MAX = 1 << 30;
  private static final long RECORD_BYTES_MAX = 512 * MIB;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern AUTHORITY = Pattern.compile("//[^/]");

  /**
   * Checks the options.
   *
   * @param directory any
   * @param durability any
   * @param readOnly any
   * @param segmentBytes from 1 KiB to 1 GiB
   * @param checkpointBytes at least 1
   * @param asyncDelay not negative
   * @param asyncBytes not negative
   * @param recordBytes from 1 byte to 512 MiB
   * @param backlogBytes not negative
   * @param progress any
   * @param classes any
   * @throws IllegalArgumentException if a number is out of range
   */
  public FileOptions {
    Objects.requireNonNull(directory, "directory");
    classes = List.copyOf(classes);
    require(segmentBytes, "segmentBytes", SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
    require(checkpointBytes, "checkpointBytes", 1, Long.MAX_VALUE);
    require(TimeUnit.MILLISECONDS.convert(asyncDelay), "asyncMillis", 0, Integer.MAX_VALUE);
    require(asyncBytes, "asyncBytes", 0, Long.MAX_VALUE);
    require(recordBytes, "recordBytes", 1, RECORD_BYTES_MAX);
    require(backlogBytes, "backlogBytes", 0, Long.MAX_VALUE);
  }

  private static void require(long value, String name, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", but is " + value);
    }
  }

  /**
   * The default options: {@code SYNC}, segments of 8 MiB, a checkpoint every 64 MiB of journal,
   * {@code ASYNC} within 100 ms and 1 MiB, transactions of up to 64 MiB, a backlog of 64 MiB.
   *
   * @param directory where the files of the store are; created if it does not exist
   * @return the options
   */
  public static FileOptions of(Path directory) {
    return new FileOptions(
        directory,
        Durability.SYNC,
        false,
        8 * MIB,
        64 * MIB,
        Duration.ofMillis(100),
        MIB,
        64 * MIB,
        64 * MIB,
        (bytes, bytesTotal) -> {},
        List.of());
  }

  /**
   * The options of a URI: {@code file:PATH}, or {@code file:PATH?option=value&option=value}.
   *
   * <p>The path is taken literally: nothing in it is expanded or decoded. A path that looks as if
   * it needs that is refused: {@code ~/bank}, {@code my%20bank}, {@code //host/bank}. For a
   * directory with such a name, use {@link #of}.
   *
   * @param uri its scheme is ignored
   * @return the options
   * @throws IllegalArgumentException if there is no path, or one that is refused, or if an option
   *     is unknown, malformed, or given twice
   */
  public static FileOptions parse(StoreUri uri) {
    return parse(uri, UnaryOperator.identity());
  }

  /**
   * The options of a URI of another backend, which has the same syntax.
   *
   * @param uri its scheme is ignored
   * @param defaults turns the default options of {@code file:} into those of the backend
   * @return the options
   * @throws IllegalArgumentException as {@link #parse(StoreUri)}
   */
  public static FileOptions parse(StoreUri uri, UnaryOperator<FileOptions> defaults) {
    int mark = uri.rest().indexOf('?');
    String path = mark < 0 ? uri.rest() : uri.rest().substring(0, mark);
    String query = mark < 0 ? "" : uri.rest().substring(mark + 1);
    try {
      return defaults.apply(of(directory(path))).with(query);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("malformed store URI '" + uri + "': " + e.getMessage(), e);
    }
  }

  private static Path directory(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("a directory must follow, as in 'file:data/bank'");
    }
    if (!path.strip().equals(path)) {
      throw new IllegalArgumentException("there is a blank before or behind the directory");
    }
    if (path.startsWith("~")) {
      throw new IllegalArgumentException(
          "'~' is not expanded; write the home directory out, or './~' for a directory of that"
              + " name");
    }
    if (ESCAPE.matcher(path).find()) {
      throw new IllegalArgumentException(
          "'%' and two digits are not decoded; write the path plain");
    }
    if (AUTHORITY.matcher(path).lookingAt()) {
      throw new IllegalArgumentException(
          "what follows '//' is a host; write 'file:data/bank' or 'file:/data/bank'");
    }
    return Path.of(path);
  }

  private FileOptions with(String query) {
    FileOptions options = this;
    Set<String> names = new HashSet<>();
    for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      if (!names.add(name)) {
        throw new IllegalArgumentException(name + " is given twice");
      }
      options = options.with(name, equals < 0 ? "" : option.substring(equals + 1));
    }
    return options;
  }

  private FileOptions with(String name, String value) {
    return switch (name) {
      case "mode" -> withDurability(durability(value));
      case "readOnly" -> withReadOnly(bool(value));
      case "segmentBytes" -> withSegmentBytes(number(name, value));
      case "checkpointBytes" -> withCheckpointBytes(number(name, value));
      case "asyncMillis" -> withAsync(Duration.ofMillis(number(name, value)), asyncBytes);
      case "asyncBytes" -> withAsync(asyncDelay, number(name, value));
      case "recordBytes" -> withRecordBytes(number(name, value));
      case "backlogBytes" -> withBacklogBytes(number(name, value));
      default ->
          throw new IllegalArgumentException(
              "unknown option '"
                  + name
                  + "'; there are mode, readOnly, segmentBytes, checkpointBytes, asyncMillis,"
                  + " asyncBytes, recordBytes and backlogBytes");
    };
  }

  private static Durability durability(String value) {
    return Arrays.stream(Durability.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "mode must be sync, async or none, but is '" + value + "'"));
  }

  private static boolean bool(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "readOnly must be true or false, but is '" + value + "'");
    };
  }

  private static long number(String name, String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " must be a whole number, but is '" + value + "'");
    }
    return Long.parseLong(value);
  }

  /**
   * These options with another durability.
   *
   * @param newDurability the durability of transactions that are given none
   * @return the options
   */
  public FileOptions withDurability(Durability newDurability) {
    return new FileOptions(
        directory,
        newDurability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options for reading only, or not.
   *
   * @param newReadOnly whether to refuse every change
   * @return the options
   */
  public FileOptions withReadOnly(boolean newReadOnly) {
    return new FileOptions(
        directory,
        durability,
        newReadOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options with another length of journal segments.
   *
   * @param newSegmentBytes from 1 KiB to 1 GiB
   * @return the options
   * @throws IllegalArgumentException if it is out of range
   */
  public FileOptions withSegmentBytes(long newSegmentBytes) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        newSegmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options with another growth of the journal between checkpoints.
   *
   * @param newCheckpointBytes at least 1
   * @return the options
   * @throws IllegalArgumentException if it is out of range
   */
  public FileOptions withCheckpointBytes(long newCheckpointBytes) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        newCheckpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options with other bounds of {@code ASYNC}.
   *
   * @param delay not negative
   * @param bytes not negative
   * @return the options
   * @throws IllegalArgumentException if one is out of range
   */
  public FileOptions withAsync(Duration delay, long bytes) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        delay,
        bytes,
        recordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options with another bound on the changes of one transaction.
   *
   * @param newRecordBytes from 1 byte to 512 MiB
   * @return the options
   * @throws IllegalArgumentException if it is out of range
   */
  public FileOptions withRecordBytes(long newRecordBytes) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        newRecordBytes,
        backlogBytes,
        progress,
        classes);
  }

  /**
   * These options with another length of the journal that is kept for change streams.
   *
   * @param newBacklogBytes not negative; 0 keeps no more than recovery needs
   * @return the options
   * @throws IllegalArgumentException if it is out of range
   */
  public FileOptions withBacklogBytes(long newBacklogBytes) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        newBacklogBytes,
        progress,
        classes);
  }

  /**
   * These options with another listener for the progress of opening the store.
   *
   * @param newProgress is called on the thread that opens the store, about once per MiB
   * @return the options
   */
  public FileOptions withProgress(RecoveryProgress newProgress) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        newProgress,
        classes);
  }

  /**
   * These options with classes that no name declares: for example, records in a map of {@code List}
   * or {@code Object}. Classes that a name declares need not be listed.
   *
   * @param newClasses records and enums
   * @return new options
   */
  public FileOptions withClasses(Class<?>... newClasses) {
    return new FileOptions(
        directory,
        durability,
        readOnly,
        segmentBytes,
        checkpointBytes,
        asyncDelay,
        asyncBytes,
        recordBytes,
        backlogBytes,
        progress,
        List.of(newClasses));
  }

  /** Refuses changes of a store that is opened to be read. */
  void requireWritable() {
    if (readOnly) {
      throw new IllegalStateException("the store in " + directory + " was opened read-only");
    }
  }

  /**
   * Opens the store.
   *
   * @return the store, to be closed after use
   * @throws io.isolde.store.StoreDamagedException if a file is damaged; nothing was changed
   * @throws IllegalStateException if the store is open already, in this process or another; nothing
   *     was changed
   * @throws java.io.UncheckedIOException if the files cannot be read or written
   */
  public DurableStore open() {
    return StoreOpener.open(new StoreUri("file", directory.toString()), this, null);
  }
}
