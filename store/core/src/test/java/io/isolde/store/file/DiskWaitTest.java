package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Participant;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Durability;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wait for a disk that hangs ends after its timeout, and nothing is lost. */
class DiskWaitTest {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SimulatedDisk disk = new SimulatedDisk();
  private FileStore store;
  private StoreCounter hits;

  @BeforeEach
  void open() throws IOException {
    disk.useThreads();
    store = open(disk);
    hits = store.counter("hits");
    hits.increment();
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    FileOptions options = FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 12);
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private void assertDurable(long expected) throws IOException {
    try (FileStore found = open(disk.crashed(new Random(1)))) {
      assertThat(found.counter("hits").get()).isEqualTo(expected);
    }
  }

  @Test
  void transact_diskHangs_endsAfterTheTimeoutAndIsWrittenAllTheSame() throws Exception {
    disk.hangForces(true);

    assertThatThrownBy(() -> store.transact(TransactionOptions.timeout(SHORT), hits::increment))
        .isInstanceOf(AfterCommitException.class)
        .cause()
        .isInstanceOf(DurabilityTimeoutException.class)
        .hasMessageContainingAll("simulated", "the commit stands");
    assertThat(hits.get()).isEqualTo(2);
    assertThat(store.force(Duration.ofNanos(-1))).isFalse();
    assertThat(store.force(Duration.ZERO)).isFalse();
    assertThat(store.force(SHORT)).isFalse();

    disk.hangForces(false);
    assertThat(store.force(LONG)).isTrue();
    assertDurable(2);
  }

  @Test
  void transact_vetoedWhileTheDiskHangs_endsAfterTheTimeoutAndIsRevokedAllTheSame()
      throws Exception {
    disk.hangForces(true);

    assertThatThrownBy(
            () -> store.transact(TransactionOptions.timeout(SHORT), this::incrementAndVeto))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("veto")
        .satisfies(DiskWaitTest::assertTimedOut);
    assertThat(hits.get()).isEqualTo(1);

    disk.hangForces(false);
    assertThat(store.force(LONG)).isTrue();
    assertDurable(1);
  }

  private void incrementAndVeto() {
    hits.increment();
    Participant veto =
        () -> {
          throw new IllegalArgumentException("veto");
        };
    Transaction.current().enlist(veto);
  }

  private static void assertTimedOut(Throwable thrown) {
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOf(DurabilityTimeoutException.class)
        .asString()
        .contains("simulated", "nothing has changed");
  }

  @Test
  void transact_diskHangsBehindAsyncBytes_endsAfterTheTimeout() throws Exception {
    FileOptions options =
        FileOptions.of(Path.of("simulated"))
            .withDurability(Durability.ASYNC)
            .withAsync(Duration.ofDays(1), 0);
    FileStore async = StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
    disk.hangForces(true);

    assertThatThrownBy(
            () ->
                async.transact(TransactionOptions.timeout(SHORT), async.counter("hits")::increment))
        .hasCauseInstanceOf(DurabilityTimeoutException.class);
    disk.hangForces(false);
  }

  @Test
  void transact_diskHangsAndMuchIsNotWritten_endsAfterTheTimeout() throws Exception {
    StoreRef<String> text = store.ref("text", String.class, "");
    disk.hangForces(true);
    assertThat(store.force(SHORT)).isFalse(); // a thread hangs, and leads the others

    TransactionOptions options = TransactionOptions.timeout(SHORT);
    store.transact(Durability.NONE, options, () -> text.set("x".repeat(1 << 19)));
    assertThat(store.force(SHORT)).isFalse();

    disk.hangForces(false);
    assertThat(store.force(LONG)).isTrue();
    assertThat(text.get()).hasSize(1 << 19);
  }

  @Test
  void transact_diskIsInTime_isDurable() throws Exception {
    store.transact(TransactionOptions.timeout(LONG), hits::increment);

    assertDurable(2);
  }

  @Test
  void transact_interruptedThread_staysInterruptedAndIsDurable() throws Exception {
    Thread.currentThread().interrupt();
    store.transact(TransactionOptions.timeout(LONG), hits::increment);

    assertThat(Thread.interrupted()).isTrue();
    assertDurable(2);
  }

  @Test
  void force_interrupted_ends() {
    disk.hangForces(true);
    assertThatThrownBy(() -> store.transact(TransactionOptions.timeout(SHORT), hits::increment))
        .isInstanceOf(AfterCommitException.class);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> store.force(LONG)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    disk.hangForces(false);
  }

  @Test
  void force_diskFails_saysSo() {
    disk.failAfter(0, new IOException("Input/output error"));

    assertThatThrownBy(() -> store.transact(TransactionOptions.timeout(LONG), hits::increment))
        .hasRootCauseMessage("Input/output error");
    assertThatThrownBy(() -> store.force(LONG)).hasRootCauseMessage("Input/output error");
  }
}
