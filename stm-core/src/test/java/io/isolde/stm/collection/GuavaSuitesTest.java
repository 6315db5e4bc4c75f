package io.isolde.stm.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** The runner of the suites itself: failures fail, and the mode is the one asked for. */
@SuppressWarnings("JdkObsolete") // Guava's suites are written for JUnit 3
class GuavaSuitesTest {
  private static final LongRef ref = LongRef.of(0);

  /** Two cases, of which one fails. */
  public static final class OneOfTwoFails extends TestCase {
    public void testOne() {
      ref.increment();
      fail("on purpose");
    }

    public void testOther() {
      ref.add(Stm.inTransaction() ? 100 : 10);
    }
  }

  private static TestSuite suite() {
    TestSuite suite = new TestSuite("both");
    suite.addTest(new TestSuite(OneOfTwoFails.class));
    return suite;
  }

  private static void run(Stream<DynamicNode> nodes) throws Throwable {
    for (DynamicNode node : nodes.toList()) {
      if (node instanceof DynamicContainer container) {
        run(container.getChildren().map(child -> (DynamicNode) child));
      } else {
        ((DynamicTest) node).getExecutable().execute();
      }
    }
  }

  @Test
  void outsideTransactions_withAFailingCase_runsTheOthersAndFails() {
    ref.set(0);
    assertThatThrownBy(() -> run(GuavaSuites.outsideTransactions(suite())))
        .hasMessageContaining("1 failed: [testOne]");
    assertThat(ref.get()).isEqualTo(11);
  }

  @Test
  void insideTransactions_withAFailingCase_rollsItBackAndFails() {
    ref.set(0);
    assertThatThrownBy(
            () -> run(GuavaSuites.insideTransactions(suite(), body -> Stm.atomic(body::run))))
        .hasMessageContaining("1 failed: [testOne]");
    assertThat(ref.get()).isEqualTo(100);
  }
}
