package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.noop.NoOpPosixAPI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first use of Chronicle Map in a JVM, on a thread that is interrupted: Chronicle Map copies
 * native libraries to files then, and an interrupt would leave a part of one, which is fatal.
 */
class InterruptedStartTest {
  /** Makes the first checkpoint of a store, and says what was loaded. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try (Store store = Store.open(arguments[0])) {
        store.map("map", String.class, String.class).put("key", "value");
        Thread.currentThread().interrupt();
        ((DurableStore) store).checkpoint();
        System.out.print(PosixAPI.posix() instanceof NoOpPosixAPI ? "nothing" : "libraries");
      }
    }
  }

  @Test
  void checkpoint_interrupted_loadsTheNativeLibraries(@TempDir Path directory) throws Exception {
    Process process =
        ChildJvm.start(Program.class, List.of(), "chronicle:" + directory.resolve("store"));
    String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(loaded).isEqualTo("libraries");
    assertThat(process.waitFor()).isZero();
  }
}
