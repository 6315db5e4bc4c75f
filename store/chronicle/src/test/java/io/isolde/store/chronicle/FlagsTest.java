package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM without the flags that Chronicle Map needs: the refusal names them, before a file is
 * touched.
 */
class FlagsTest {
  /** Opens the store that its argument names, or prints why it cannot. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      try (Store store = Store.open(arguments[0])) {
        store.map("map", String.class, String.class).put("key", "value");
        System.out.println("opened");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @TempDir private Path directory;

  /** What a JVM with these flags prints. */
  private String run(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Program.class.getName(), "chronicle:" + directory.resolve("store")));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }

  @Test
  void store_withoutFlags_saysWhichAndTouchesNothing() throws Exception {
    String refusal = run(List.of());
    assertThat(refusal)
        .contains("chronicle:")
        .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")
        .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED")
        .contains("--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void store_withTheFlagsThatItAsksFor_opens() throws Exception {
    List<String> flags =
        List.of(run(List.of()).trim().split(" ")).stream()
            .filter(word -> word.startsWith("--"))
            .toList();
    assertThat(run(flags)).contains("opened").doesNotContain("Chronicle");
  }
}
