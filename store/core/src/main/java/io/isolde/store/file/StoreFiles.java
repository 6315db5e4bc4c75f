package io.isolde.store.file;

import io.isolde.store.Recovery;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.base.BaseDirectory;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.journal.JournalScan;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.storage.DirectoryStorage;
import io.isolde.store.file.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and prints the files of a durable store that is closed, without the classes of the
 * application, and without changing its contents. Thread-safe.
 */
public final class StoreFiles {
  private static final String USAGE =
      """
      verify DIRECTORY    reads all files of the store and says whether they are intact
      inspect DIRECTORY   prints all that is in the store\
      """;

  private StoreFiles() {}

  /**
   * The result of a verification that has found no damage. Immutable.
   *
   * @param names how many names there are
   * @param entries how many values are under them
   * @param recovery what opening the store would find
   */
  public record Verification(int names, long entries, Recovery recovery) {}

  /** The contents of the files. */
  private record Contents(
      Collection<CatalogEntry> entries,
      Storage storage,
      @Nullable BaseDirectory baseDirectory,
      Types types,
      Recovery recovery) {
    /** Passes all entries of a name to {@code listener}, as text. */
    void tell(CatalogEntry entry, Consumer<String> listener) {
      try {
        entry.tell(types.plainReader(), baseDirectory, listener);
      } catch (UnreadableException e) {
        throw e.in(storage, entry.definition(), types.plainReader());
      } catch (IOException e) {
        throw new UncheckedIOException("'" + entry.name() + "' cannot be read: " + e, e);
      }
    }
  }

  /**
   * Reads every record and every value.
   *
   * @param directory the directory of the store
   * @return what there is
   * @throws StoreDamagedException if a file is damaged, or a value in it cannot be decoded; says
   *     which, and where
   * @throws CodecException if a value cannot be read, and its position in the files is not known
   * @throws IllegalArgumentException if there is no store, or if its maps are over bases
   * @throws IllegalStateException if the store is open
   * @throws UncheckedIOException if the files cannot be read
   */
  public static Verification verify(Path directory) {
    return verify(directory, null);
  }

  /**
   * Reads every record and every value, for backends whose maps are over bases. With {@code bases},
   * this takes the directory exclusively, and so writes to its lock file.
   *
   * @param directory the directory of the store
   * @param bases opens the bases in it; null if there are none
   * @return what there is
   * @throws StoreDamagedException as without bases
   * @throws CodecException as without bases
   * @throws IllegalArgumentException if there is no store
   * @throws IllegalStateException as without bases
   * @throws UncheckedIOException as without bases
   */
  public static Verification verify(Path directory, @Nullable Bases bases) {
    return look(directory, bases, StoreFiles::verification);
  }

  private static Verification verification(Contents contents) {
    LongAdder values = new LongAdder();
    for (CatalogEntry entry : contents.entries) {
      contents.tell(entry, text -> values.increment());
    }
    return new Verification(contents.entries.size(), values.sum(), contents.recovery);
  }

  /**
   * Prints all names, keys and values as text.
   *
   * @param directory the directory of the store
   * @param out takes the text
   * @throws StoreDamagedException as {@link #verify}; what precedes the damage may have been
   *     printed
   * @throws CodecException as {@link #verify}
   * @throws IllegalArgumentException as {@link #verify}
   * @throws IllegalStateException as {@link #verify}
   * @throws UncheckedIOException as {@link #verify}
   */
  public static void inspect(Path directory, PrintStream out) {
    look(directory, null, contents -> print(contents, out));
  }

  private static PrintStream print(Contents contents, PrintStream out) {
    for (CatalogEntry entry : contents.entries) {
      out.println("'" + entry.name() + "', " + entry.definition().kind());
      contents.tell(entry, text -> out.println("  " + text));
    }
    return out;
  }

  private static PrintStream tell(Verification verification, PrintStream out) {
    out.println("intact: " + verification);
    return out;
  }

  /**
   * Runs {@code action} on the contents of the files, under the lock of {@link StoreOpener#toRead}.
   */
  private static <T> T look(Path directory, @Nullable Bases bases, Function<Contents, T> action) {
    try {
      Closeable lock = StoreOpener.toRead(directory, bases);
      try {
        return action.apply(read(DirectoryStorage.readOnly(directory), directory, bases));
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files in " + directory + " cannot be read: " + e, e);
    }
  }

  private static Contents read(Storage storage, Path directory, @Nullable Bases bases)
      throws IOException {
    Manifest manifest = Manifest.read(storage);
    if (manifest == null) {
      throw new IllegalArgumentException(
          "there is no store in " + directory + ": it has no file '" + Manifest.NAME + "'");
    }
    Image.Read read = Image.read(storage, manifest, (bytes, bytesTotal) -> {});
    Types types = new Types(List.of(), description -> {});
    read.image().descriptions().forEach(types::restore);
    List<CatalogEntry> entries =
        read.image().entries().values().stream()
            .sorted(Comparator.comparing(entry -> entry.name()))
            .toList();
    BaseDirectory baseDirectory =
        bases == null ? null : new BaseDirectory(manifest.store(), storage, bases);
    return new Contents(
        entries, storage, baseDirectory, types, recovery(read.image(), read.scan()));
  }

  /** Summarises what reading the files has found. */
  static Recovery recovery(Image image, JournalScan scan) {
    JournalScan.TornTail tail = scan.tornTail();
    return new Recovery(
        image.checkpointRecords(),
        scan.records(),
        tail == null ? null : tail.bytes() + " bytes at " + tail.offset() + " of " + tail.file());
  }

  /**
   * Runs {@code verify DIRECTORY} or {@code inspect DIRECTORY}. Exits with 0 if the store is
   * intact, with 1 if it is not or cannot be read, and with 2 if the arguments are not one of
   * these.
   *
   * @param arguments the command and the directory
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs a command for tests, and returns the exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    return run(arguments, out, err, directory -> null);
  }

  /**
   * Runs a command, for backends whose maps are over bases.
   *
   * @param arguments the command and the directory
   * @param out takes what is found
   * @param err takes what is wrong
   * @param bases opens the bases in a directory
   * @return the exit code
   */
  public static int run(
      List<String> arguments,
      PrintStream out,
      PrintStream err,
      Function<Path, @Nullable Bases> bases) {
    if (arguments.size() != 2 || !List.of("verify", "inspect").contains(arguments.get(0))) {
      err.println(USAGE);
      return 2;
    }
    try {
      Path directory = Path.of(arguments.get(1));
      boolean inspects = arguments.get(0).equals("inspect");
      look(
          directory,
          bases.apply(directory),
          contents -> inspects ? print(contents, out) : tell(verification(contents), out));
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
