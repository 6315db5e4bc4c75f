package io.isolde.store.chronicle;

import io.isolde.store.StoreUri;
import io.isolde.store.file.StoreFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at the files of a {@code chronicle:} store that is closed, without the classes of the
 * application: {@link StoreFiles}, for maps that are in Chronicle Map as well. Thread-safe.
 */
public final class ChronicleFiles {
  private ChronicleFiles() {}

  /**
   * Runs {@code verify DIRECTORY} or {@code inspect DIRECTORY}. Exits with 0 if the store is
   * intact, 1 if not, 2 if that is not what was asked.
   *
   * @param arguments two
   */
  public static void main(String[] arguments) {
    System.exit(StoreFiles.run(List.of(arguments), System.out, System.err, ChronicleFiles::bases));
  }

  private static ChronicleBases bases(Path directory) {
    JvmFlags.require(new StoreUri("chronicle", directory.toString()));
    return new ChronicleBases(directory);
  }
}
