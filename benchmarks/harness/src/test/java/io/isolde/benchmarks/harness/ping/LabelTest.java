package io.isolde.benchmarks.harness.ping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTest {
  @ParameterizedTest
  @CsvSource({
    "25, 65, NEAR",
    "99.9, 33, NEAR",
    "170, 255, FAR",
    "100, 999, FAR",
    "33, 180, MOVED",
    "180, 33, MOVED",
    "99.9, 100, MOVED",
    "180, 50000, MOVED",
    "50000, 50000, MOVED",
  })
  void label_ofTwoPings_saysWhereTheProcessorsWere(double before, double after, Label label) {
    assertThat(new Pings(before, after).label()).isEqualTo(label);
  }

  @Test
  void label_withoutPings_isNone() {
    assertThat(Label.of()).isEqualTo(Label.NONE);
    assertThat(Pings.labelOf(null, null)).isEqualTo(Label.NONE);
  }

  @Test
  void label_ofSeveralPings_needsThemAll() {
    Pings near = new Pings(30, 31);
    Pings far = new Pings(180, 181);

    assertThat(Pings.labelOf(near, near)).isEqualTo(Label.NEAR);
    assertThat(Pings.labelOf(far, far)).isEqualTo(Label.FAR);
    assertThat(Pings.labelOf(near, far)).isEqualTo(Label.MOVED);
  }

  @Test
  void moved_alone_isNotComparable() {
    assertThat(Label.values()).filteredOn(label -> !label.isComparable()).containsOnly(Label.MOVED);
  }

  @Test
  void suffix_isEmptyWithoutALabel() {
    assertThat(Label.NONE.suffix()).isEmpty();
    assertThat(Label.FAR.suffix()).isEqualTo(", far");
  }
}
