package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.errors.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events that the JDK's flight recorder receives. */
class FlightRecorderTest {
  private static final TransactionOptions UNLUCKY = TransactionOptions.named("unlucky");

  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  @TempDir Path folder;

  /**
   * Waits until the events work: a thread of the engine initialises them some time after the first
   * transaction.
   */
  @BeforeAll
  static void awaitEvents(@TempDir Path folder) throws Exception {
    LongRef ref = LongRef.of(0);
    while (record(folder, "io.isolde.stm.Conflict", () -> loseAttempts(ref, 1)).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  /** A process that starts its recording before its first transaction. */
  static final class Recorded {
    private Recorded() {}

    /** Exits with the number of events that are missing. */
    public static void main(String[] arguments) throws Exception {
      LongRef ref = LongRef.of(0);
      List<RecordedEvent> events =
          record(Path.of(arguments[0]), "io.isolde.stm.Conflict", () -> loseAttempts(ref, 1));
      System.exit(1 - events.size());
    }
  }

  @Test
  void recording_begunBeforeTheFirstTransaction_missesNothing() throws Exception {
    ChildJvm.run(FLAGS, Recorded.class, List.of(folder.toString()));
  }

  @Test
  void conflict_isRecorded_withTransactionAndRef() throws Exception {
    LongRef ref = LongRef.named("hot", 0);

    List<RecordedEvent> events = record("io.isolde.stm.Conflict", () -> loseAttempts(ref, 1));

    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("transaction")).isEqualTo("transaction 'unlucky'");
              assertThat(event.getString("ref")).isEqualTo("'hot'");
              assertThat(event.getInt("losses")).isEqualTo(1);
            });
  }

  @Test
  void handOver_afterTheLastLossAllowed_isRecorded() throws Exception {
    LongRef ref = LongRef.of(0);

    List<RecordedEvent> events = record("io.isolde.stm.HandOver", () -> loseAttempts(ref, 10));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getInt("losses")).isEqualTo(10);
  }

  @Test
  void wait_inRetry_isRecorded_withTheNumberOfRefs() throws Exception {
    LongRef ref = LongRef.of(0);
    TransactionOptions options = UNLUCKY.withTimeout(Duration.ZERO);

    List<RecordedEvent> events =
        record(
            "io.isolde.stm.Wait",
            () -> {
              try {
                atomic(options, () -> check(ref.get() > 0));
              } catch (TransactionTimeoutException expected) {
                assertThat(expected).hasMessageContaining("unlucky");
              }
            });

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getInt("refs")).isEqualTo(1);
  }

  /**
   * Whatever a transaction waits for, its virtual thread releases its carrier. The first run is not
   * recorded, because loading a class pins.
   */
  @Test
  void virtualThreads_thatWaitLoseAndGoFirst_pinNoCarrier() throws Exception {
    waitLoseAndGoFirst();

    List<RecordedEvent> pinned =
        record("jdk.VirtualThreadPinned", FlightRecorderTest::waitLoseAndGoFirst);

    assertThat(pinned).filteredOn(event -> !isOfTheRecorder(event)).isEmpty();
  }

  /**
   * Whether the recorder caused the pinning. It takes a monitor to store an event, and pins the
   * threads that wait for it: in its own code, or in the code with which it has replaced an event's
   * {@code commit}, which also loads classes.
   */
  private static boolean isOfTheRecorder(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .anyMatch(frame -> isOfTheRecorder(frame.getMethod()));
  }

  private static boolean isOfTheRecorder(RecordedMethod method) {
    String type = method.getType().getName();
    return type.startsWith("jdk.jfr.")
        || (type.startsWith("io.isolde.stm.engine.FlightEvents")
            && method.getName().equals("commit"));
  }

  private static void waitLoseAndGoFirst() {
    LongRef hot = LongRef.of(0);
    try (Threads threads = Threads.of(Threads.Kind.VIRTUAL)) {
      for (int i = 0; i < 100; i++) {
        threads.start(() -> hot.await(value -> value >= 20));
      }
      for (int i = 0; i < 20; i++) {
        threads.start(() -> loseAttempts(hot, 10));
      }
      threads.join();
    }
  }

  /** Runs a transaction that another thread overtakes in its first {@code losses} attempts. */
  private static void loseAttempts(LongRef ref, int losses) {
    atomic(
        UNLUCKY,
        () -> {
          long present = ref.get();
          if (Transaction.current().attempt() <= losses) {
            runElsewhere(() -> ref.add(1));
          }
          ref.set(present + 1);
        });
  }

  private static void runElsewhere(Runnable action) {
    Thread thread = Thread.startVirtualThread(action);
    boolean joined = false;
    while (!joined) {
      try {
        joined = thread.join(Duration.ofMinutes(1));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<RecordedEvent> record(String event, Runnable action) throws Exception {
    return record(folder, event, action);
  }

  private static List<RecordedEvent> record(Path folder, String event, Runnable action)
      throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(event).withThreshold(Duration.ZERO);
      recording.start();
      action.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(e -> e.getEventType().getName().equals(event))
        .toList();
  }
}
