package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.ConflictRecording;
import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The example of {@code ConflictRecording}. */
class ConflictRecordingTest {
  private static final TransactionOptions SLOW = TransactionOptions.named("slow");

  @Test
  void conflictRecording_transactionOvertaken_namesRefLoserAndWinner() throws Exception {
    // @start region="record"
    LongRef stock = LongRef.named("stock", 10);
    try (ConflictRecording recording = ConflictRecording.start()) {
      runShop(stock);
      System.out.println(recording);
    }
    // @end
    assertThat(stock.get()).isEqualTo(8);
  }

  @Test
  void entries_transactionOvertakenOnce_countItOnce() throws Exception {
    LongRef stock = LongRef.named("stock", 10);
    ConflictRecording recording = ConflictRecording.start();
    runShop(stock);
    recording.close();
    runShop(stock);

    assertThat(recording.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.ref()).isEqualTo("'stock'");
              assertThat(entry.loser()).isEqualTo("slow");
              assertThat(entry.winner()).contains("ConflictRecordingTest", "sellOne");
              assertThat(entry.lost()).isEqualTo(1);
              assertThat(entry.wasted()).isPositive();
            });
    assertThat(recording.toString()).contains("'stock'", "slow ← ConflictRecordingTest");
  }

  /** A slow sale, during whose first attempt another thread sells one, too. */
  private static void runShop(LongRef stock) throws Exception {
    try (ExecutorService otherThread = Executors.newSingleThreadExecutor()) {
      boolean[] overtaken = {false};
      atomic(
          SLOW,
          () -> {
            long present = stock.get();
            if (!overtaken[0]) {
              overtaken[0] = true;
              Callable<Void> sale = () -> sellOne(stock);
              otherThread.submit(sale).get();
            }
            stock.set(present - 1);
          });
    }
  }

  private static Void sellOne(LongRef stock) {
    atomic(() -> stock.add(-1));
    return null;
  }
}
