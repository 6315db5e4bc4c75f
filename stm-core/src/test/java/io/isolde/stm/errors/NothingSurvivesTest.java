package io.isolde.stm.errors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is thrown, and wherever, nothing stays behind that others need: locks, ownership, the
 * elder's token, pins, waiters, turns, contexts. The transaction has taken effect or has not, as
 * its caller was told, and the thread's next one is a transaction of its own.
 */
class NothingSurvivesTest {
  private static final String[] QUICK = {
    "reads and writes",
    "set",
    "beside a snapshot",
    "overtaken snapshot",
    "failing elder",
    "retry",
    "errors swallowed in a block",
    "errors of many writes swallowed",
    "swallowed while spilling",
    "hooks in hooks",
    "watch"
  };

  @Test
  @Timeout(300)
  void transaction_nearTheEndOfTheStack_leavesNothingBehind() throws Exception {
    run(StackSweep.class, StackSweep.flags("-XX:TieredStopAtLevel=1"), "platform 20 17", QUICK);
  }

  @Tag("long")
  @Test
  @Timeout(300)
  void transaction_nearTheEndOfTheHeap_leavesNothingBehind() throws Exception {
    run(HeapSweep.class, HeapSweep.flags(), "platform 128 1280", QUICK);
  }

  @Tag("long")
  @Timeout(1800)
  @ParameterizedTest
  @CsvSource({
    "-Xint, platform 0 1",
    "-XX:TieredStopAtLevel=1, platform 3 1",
    "-XX:TieredStopAtLevel=1, platform 2000 1",
    "-XX:-TieredCompilation, platform 3000 1",
    "-XX:+TieredCompilation, platform 3000 1",
    "-Xint, virtual 3 1",
    "-XX:TieredStopAtLevel=1, virtual 500 1",
    "-XX:+TieredCompilation, virtual 3000 1"
  })
  void transaction_atEveryDepthOfTheStack_leavesNothingBehind(String flag, String arguments)
      throws Exception {
    run(StackSweep.class, StackSweep.flags(flag), arguments);
  }

  @Tag("long")
  @Timeout(1800)
  @ParameterizedTest
  @CsvSource({"-Xint, platform", "-Xint, virtual", "-XX:TieredStopAtLevel=1, platform"})
  void transaction_withEveryAmountOfMemory_leavesNothingBehind(String flag, String threads)
      throws Exception {
    run(HeapSweep.class, HeapSweep.flags(flag), threads + " 8 8000");
  }

  private static void run(Class<?> main, List<String> flags, String arguments, String... deeds)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(Arrays.asList(deeds));
    ChildJvm.run(flags, main, all);
  }
}
