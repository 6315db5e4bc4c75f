package io.isolde.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class BenchmarksTest {
  @Test
  void forks_getACollector_unlessOneIsChosen() {
    boolean chosenHere =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(flag -> flag.matches("-XX:\\+Use\\w+GC"));

    assertThat(Benchmarks.collector("HotCounter").contains("-XX:+UseG1GC"))
        .isNotEqualTo(chosenHere);
    assertThat(Benchmarks.collector("HotCounter", "-jvmArgs", "-Xmx1g -XX:+UseZGC")).isEmpty();
  }
}
