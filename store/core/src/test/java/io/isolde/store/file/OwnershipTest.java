package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.store.DurableStore;
import io.isolde.store.StoreFailedException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory has one owner. Refusing another owner does not give it away, and an owner that has
 * lost it nevertheless acknowledges nothing any more.
 */
class OwnershipTest {
  /** Opens a store and commits; prints the outcome. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) {
      System.out.print(outcome(arguments[0]));
    }

    private static String outcome(String directory) {
      try (DurableStore store = FileOptions.of(Path.of(directory)).open()) {
        return "committed " + store.counter("others").addAndGet(1);
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }
  }

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void setUp() {
    store = directory.resolve("store");
  }

  private DurableStore open() {
    return FileOptions.of(store).open();
  }

  private String otherProcess() throws IOException {
    String classPath = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", classPath),
                OtherProcess.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Asserts that nothing is acknowledged any more, and that the messages say why. */
  private static void assertLost(DurableStore lost, String why) {
    assertThatThrownBy(lost.counter("hits")::increment)
        .isInstanceOf(AfterCommitException.class)
        .hasStackTraceContaining(why);
    assertThatThrownBy(lost.counter("hits")::increment).isInstanceOf(StoreFailedException.class);
    assertThatThrownBy(lost::close).hasStackTraceContaining(why);
  }

  @Test
  void refusal_inTheProcess_keepsOthersOut() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), store);
    try (DurableStore owner = open()) {
      for (Path path : List.of(store, link, store.resolve("../store"))) {
        assertThatIllegalStateException().isThrownBy(() -> FileOptions.of(path).open());
        assertThatIllegalStateException()
            .isThrownBy(() -> FileOptions.of(path).withReadOnly(true).open());
        assertThatIllegalStateException().isThrownBy(() -> StoreFiles.verify(path));
        assertThatIllegalStateException().isThrownBy(() -> owner.backup(path));
      }
      assertThat(otherProcess()).contains("is open already, in another process");
      owner.counter("hits").increment();
    }
    assertThat(otherProcess()).isEqualTo("committed 1");
  }

  @Test
  void refusal_acrossClassLoaders_keepsOthersOut() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (DurableStore owner = open();
        URLClassLoader loader =
            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> other = loader.loadClass(OtherProcess.class.getName());
      Method outcome = other.getDeclaredMethod("outcome", String.class);
      outcome.setAccessible(true);
      assertThat((String) outcome.invoke(null, store.toString()))
          .contains("is open already, in this process");
      assertThat(otherProcess()).contains("is open already, in another process");
      owner.counter("hits").increment();
    }
  }

  @Test
  void lockDeleted_otherProcessOpens_nothingAcknowledgedIsLost() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    Files.delete(store.resolve("lock"));
    assertThat(otherProcess()).isEqualTo("committed 1");
    assertLost(lost, "lock was replaced by another file");
    assertBoth();
  }

  @Test
  void lockReadInTheProcess_otherProcessOpens_nothingAcknowledgedIsLost() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    Files.readAllBytes(store.resolve("lock"));
    assertThat(otherProcess()).isEqualTo("committed 1");
    assertLost(lost, "another process has taken " + store);
    assertBoth();
  }

  private void assertBoth() {
    try (DurableStore found = open()) {
      assertThat(found.counter("hits").get()).isOne();
      assertThat(found.counter("others").get()).isOne();
    }
  }

  @Test
  void directoryMoved_commit_failsAndIsThereLater() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    Path moved = Files.move(store, directory.resolve("moved"));
    assertThatIllegalStateException().isThrownBy(() -> FileOptions.of(moved).open());
    assertLost(lost, "was deleted or moved away while it was open");
    try (DurableStore found = FileOptions.of(moved).open()) {
      assertThat(found.counter("hits").get()).isPositive();
    }
  }

  @Test
  void directoryReplacedByCopy_commit_fails() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    Files.move(store, directory.resolve("moved"));
    open().close();
    assertLost(lost, "lock was replaced by another file");
  }

  @Test
  void directoryDeleted_commit_fails() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    for (String name : List.of("journal-0000000000000001.log", "manifest", "lock")) {
      Files.delete(store.resolve(name));
    }
    Files.delete(store);
    assertLost(lost, "was deleted or moved away while it was open");
  }

  @Test
  void segmentReplaced_commit_fails() throws Exception {
    DurableStore lost = open();
    lost.counter("hits").increment();
    Path segment = store.resolve("journal-0000000000000001.log");
    Path copy = Files.copy(segment, directory.resolve("copy"));
    Files.move(copy, segment, StandardCopyOption.REPLACE_EXISTING);
    assertLost(lost, "was replaced by another file while it was open");
    try (DurableStore found = open()) {
      assertThat(found.counter("hits").get()).isOne();
    }
  }

  @Test
  void interruptedThread_opens_takesTheLock() {
    Thread.currentThread().interrupt();
    try (DurableStore owner = open()) {
      assertThat(Thread.interrupted()).isTrue();
      owner.counter("hits").increment();
    }
  }
}
