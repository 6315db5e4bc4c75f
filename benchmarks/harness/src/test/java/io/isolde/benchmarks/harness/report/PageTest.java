package io.isolde.benchmarks.harness.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Map<String, Section> SECTIONS =
      Map.of("one", subject -> "about " + subject + " $1\n", "other", subject -> "other\n");

  private static String marked(String kind, String table) {
    return "before\n<!-- table: " + kind + " -->\n" + table + "<!-- end of table -->\nafter\n";
  }

  @Test
  void tables_areReplaced_andNothingElse() {
    assertThat(Page.rewritten(marked("one a b", "stale\n") + marked("other", ""), SECTIONS))
        .isEqualTo(marked("one a b", "about a b $1\n") + marked("other", "other\n"));
  }

  @Test
  void rewriting_again_changesNothing() {
    String once = Page.rewritten(marked("one a", "stale\n"), SECTIONS);

    assertThat(Page.rewritten(once, SECTIONS)).isEqualTo(once);
  }

  @Test
  void markers_ofAnotherForm_areThoseThatCount() {
    Markers markers =
        Markers.between("<!-- (?<kind>one|no): (?<subject>\\w+) -->\n", "<!-- end -->");
    String part = "<!-- one: a -->\n%s<!-- end -->\n<!-- two: a -->\n";

    assertThat(markers.rewritten(part.formatted("stale\n"), SECTIONS))
        .isEqualTo(part.formatted("about a $1\n"));
  }

  @Test
  void unknownKind_isRefused() {
    assertThatThrownBy(() -> Page.rewritten(marked("guesses", ""), SECTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guesses");
  }
}
