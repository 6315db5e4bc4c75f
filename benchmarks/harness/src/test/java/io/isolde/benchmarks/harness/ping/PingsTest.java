package io.isolde.benchmarks.harness.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.harness.raw.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingsTest {
  @TempDir Path directory;

  @Test
  void pings_areWrittenWithTheirLabel_andReadAgain() throws Exception {
    Path file = directory.resolve("pings.json");
    Pings pings = new Pings(33.5, 181);
    Json.write(file, pings);

    assertThat(Files.readString(file))
        .contains("\"beforeNanos\" : 33.5", "\"afterNanos\" : 181.0", "\"label\" : \"MOVED\"");
    assertThat(Json.readStrictly(file, Pings.class)).isEqualTo(pings);
  }

  @Test
  void pings_thatAreNoNumbers_areNone() {
    assertThat(Pings.of(Double.NaN, 33)).isNull();
    assertThat(Pings.of(33, Double.NaN)).isNull();
    assertThat(Pings.of(33, 34)).isEqualTo(new Pings(33, 34));
  }

  @Test
  void ping_measures_whereThereAreTwoProcessors() throws Exception {
    if (Runtime.getRuntime().availableProcessors() == 1) {
      assertThat(CacheLinePing.nanos()).isNaN();
    } else {
      assertThat(CacheLinePing.nanos()).isPositive();
    }
  }

  @Test
  void ping_thatIsGiven_isNotMeasured() throws Exception {
    System.setProperty(CacheLinePing.GIVEN_NANOS, "180");
    try {
      assertThat(CacheLinePing.nanos()).isEqualTo(180);
    } finally {
      System.clearProperty(CacheLinePing.GIVEN_NANOS);
    }
  }
}
