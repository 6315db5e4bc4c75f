package io.isolde.benchmarks.harness.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.benchmarks.harness.raw.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  private static final ChildJvm PROGRAM = ChildJvm.of(Program.class);

  /** What the child JVM runs: it does what its first argument says. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "answer" -> Json.write(Path.of(args[1]), System.getProperty("question", "none"));
        case "flags" ->
            Json.write(Path.of(args[1]), ManagementFactory.getRuntimeMXBean().getInputArguments());
        case "fail" -> System.exit(3);
        case "hang" -> new CountDownLatch(1).await();
        default -> {} // leaves no results
      }
    }
  }

  @Test
  void program_leavesItsResults() throws Exception {
    assertThat(PROGRAM.run(String.class, "answer")).isEqualTo("none");
    assertThat(PROGRAM.withFlags(List.of("-Dquestion=why")).run(String.class, "answer"))
        .isEqualTo("why");
  }

  @Test
  void program_hasTheFlagsThatAreReported_andOneChosenCollector() throws Exception {
    ChildJvm jvm = PROGRAM.withFlags(List.of("-Dquestion=why"));
    List<String> flags = List.of(jvm.run(String[].class, "flags"));

    assertThat(flags).isEqualTo(jvm.machine().flags()).contains("-Dquestion=why");
    assertThat(flags).filteredOn(flag -> flag.matches("-XX:\\+Use\\w+GC")).hasSize(1);
  }

  @Test
  void programThatFails_isAnError() {
    assertThatThrownBy(() -> PROGRAM.run(String.class, "fail"))
        .isInstanceOf(IOException.class)
        .hasMessage("ended with exit code 3");
  }

  @Test
  void programThatHangs_isEnded() {
    assertThatThrownBy(() -> PROGRAM.within(Duration.ofMillis(200)).run(String.class, "hang"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("hung");
  }

  @Test
  void programWithoutResults_isAnError() {
    assertThatThrownBy(() -> PROGRAM.run(String.class, "nothing")).isInstanceOf(IOException.class);
  }
}
