package io.isolde.store.chronicle;

import io.isolde.store.StoreUri;
import io.isolde.store.file.StoreFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Verifies and prints the files of a {@code chronicle:} store that is closed, without the classes
 * of the application: {@link StoreFiles}, for maps that are in Chronicle Map as well. Thread-safe.
 */
public final class ChronicleFiles {
  private ChronicleFiles() {}

  /**
   * Runs {@code verify DIRECTORY} or {@code inspect DIRECTORY}. Exits with 0 if the store is
   * intact, with 1 if it is not or cannot be read, and with 2 if the arguments are not one of
   * these.
   *
   * @param arguments the command and the directory
   */
  public static void main(String[] arguments) {
    System.exit(StoreFiles.run(List.of(arguments), System.out, System.err, ChronicleFiles::bases));
  }

  /**
   * Reads every record and every value.
   *
   * @param directory the directory of the store
   * @return what there is
   * @throws io.isolde.store.StoreDamagedException if a file is damaged, or a value in it cannot be
   *     decoded; says which, and where
   * @throws io.isolde.store.codec.CodecException if a value cannot be read, and its position in the
   *     files is not known
   * @throws IllegalArgumentException if there is no store
   * @throws IllegalStateException if the store is open; or if the JVM lacks flags, and then says
   *     which
   * @throws java.io.UncheckedIOException if the files cannot be read
   */
  public static StoreFiles.Verification verify(Path directory) {
    return StoreFiles.verify(directory, bases(directory));
  }

  private static ChronicleBases bases(Path directory) {
    JvmFlags.require(new StoreUri("chronicle", directory.toString()));
    return new ChronicleBases(directory);
  }
}
