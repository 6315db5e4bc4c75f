package io.isolde.store.file;

import io.isolde.store.Recovery;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Types;
import io.isolde.store.encoding.ValueReader;
import io.isolde.store.journal.DirectoryStorage;
import io.isolde.store.journal.JournalScan;
import io.isolde.store.journal.Manifest;
import io.isolde.store.journal.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at the files of a {@code file:} store that is closed, without the classes of the
 * application, and without changing anything. Thread-safe.
 */
public final class StoreFiles {
  private static final String USAGE =
      """
      verify DIRECTORY    reads all files of the store and says whether they are intact
      inspect DIRECTORY   prints all that is in the store\
      """;

  private StoreFiles() {}

  /**
   * What was found intact. Immutable.
   *
   * @param names how many names there are
   * @param entries how many values are under them
   * @param recovery what opening the store would find
   */
  public record Verification(int names, long entries, Recovery recovery) {}

  /** The files, read. */
  private record Contents(Collection<Place> places, Types types, Recovery recovery) {}

  /**
   * Reads every record and every value.
   *
   * @param directory of the store
   * @return what there is
   * @throws StoreDamagedException if a file is damaged: it says which, and where
   * @throws CodecException if a value cannot be read, although its record is intact
   * @throws IllegalArgumentException if there is no store
   * @throws IllegalStateException if the store is open
   * @throws UncheckedIOException if the files cannot be read
   */
  public static Verification verify(Path directory) {
    Contents contents = read(directory);
    ValueReader reader = contents.types.plainReader();
    long entries = 0;
    for (Place place : contents.places) {
      entries += place.texts(reader).size();
    }
    return new Verification(contents.places.size(), entries, contents.recovery);
  }

  /**
   * Prints all names, keys and values as text.
   *
   * @param directory of the store
   * @param out takes the text
   * @throws StoreDamagedException as {@link #verify}; nothing was printed
   * @throws CodecException as {@link #verify}
   * @throws IllegalArgumentException as {@link #verify}
   * @throws IllegalStateException as {@link #verify}
   * @throws UncheckedIOException as {@link #verify}
   */
  public static void inspect(Path directory, PrintStream out) {
    Contents contents = read(directory);
    ValueReader reader = contents.types.plainReader();
    for (Place place : contents.places) {
      out.println("'" + place.definition().name() + "', " + FileStore.text(place.definition()));
      place.texts(reader).forEach(text -> out.println("  " + text));
    }
  }

  private static Contents read(Path directory) {
    try {
      DirectoryLock lock = DirectoryLock.take(directory, true);
      try {
        return read(new DirectoryStorage(directory, true), directory);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files in " + directory + " cannot be read: " + e, e);
    }
  }

  private static Contents read(Storage storage, Path directory) throws IOException {
    Manifest manifest = Manifest.read(storage);
    if (manifest == null) {
      throw new IllegalArgumentException(
          "there is no store in " + directory + ": it has no file '" + Manifest.NAME + "'");
    }
    Image.Read read = Image.read(storage, manifest, (bytes, bytesTotal) -> {});
    Types types = new Types(List.of(), description -> {});
    read.image().descriptions().forEach(types::restore);
    List<Place> places =
        read.image().places().values().stream()
            .sorted(Comparator.comparing(place -> place.definition().name()))
            .toList();
    return new Contents(places, types, recovery(read.image(), read.scan()));
  }

  /** What there is to tell of reading the files. */
  static Recovery recovery(Image image, JournalScan scan) {
    JournalScan.TornTail tail = scan.tornTail();
    return new Recovery(
        image.checkpointRecords(),
        scan.records(),
        tail == null ? null : tail.bytes() + " bytes at " + tail.offset() + " of " + tail.file());
  }

  /**
   * Runs {@code verify DIRECTORY} or {@code inspect DIRECTORY}. Exits with 0 if the store is
   * intact, 1 if not, 2 if that is not what was asked.
   *
   * @param arguments two
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** The same, for tests: returns the exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.size() != 2 || !List.of("verify", "inspect").contains(arguments.get(0))) {
      err.println(USAGE);
      return 2;
    }
    try {
      Path directory = Path.of(arguments.get(1));
      if (arguments.get(0).equals("inspect")) {
        inspect(directory, out);
      } else {
        out.println("intact: " + verify(directory));
      }
      return 0;
    } catch (StoreDamagedException
        | CodecException
        | IllegalArgumentException
        | IllegalStateException
        | UncheckedIOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }
}
