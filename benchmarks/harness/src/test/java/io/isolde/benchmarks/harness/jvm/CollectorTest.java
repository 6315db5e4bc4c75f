package io.isolde.benchmarks.harness.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
  @Test
  void flags_thatChooseNoCollector_getG1() {
    assertThat(
            Collector.chosen(List.of("-Xmx1g", "-XX:-UseSerialGC", "-XX:+UseCompactObjectHeaders")))
        .endsWith("-XX:+UseG1GC")
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseZGC", "-XX:+UseG1GC"})
  void flags_thatChooseACollector_areLeftAsTheyAre(String choice) {
    assertThat(Collector.chosen(List.of(choice, "-Xmx1g"))).containsExactly(choice, "-Xmx1g");
  }
}
