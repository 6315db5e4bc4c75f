package io.isolde.benchmarks.harness.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.raw.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong background = new AtomicLong();

  private List<List<Sample>> run(Workload... workloads) throws Exception {
    return new Rounds(1, 2, 1).run(List.of(workloads));
  }

  @Test
  void operations_areThoseOfAllThreads() throws Exception {
    Workload workload =
        Workload.of("workload", 3, number -> steps::incrementAndGet).withOperationsPerStep(10);
    List<Sample> samples = new Rounds(0, 2, 1).run(List.of(workload)).getFirst();

    assertThat(samples).hasSize(2);
    assertThat(samples.stream().mapToLong(Sample::operations).sum()).isEqualTo(10 * steps.get());
    assertThat(samples).allSatisfy(sample -> assertThat(sample.rate()).isPositive());
  }

  @Test
  void variants_takeTurns_forwardsAndBackwards() throws Exception {
    StringBuilder turns = new StringBuilder();
    List<Variant<String>> variants = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      variants.add(
          nanos -> {
            turns.append(name);
            return name + nanos;
          });
    }

    assertThat(new Rounds(2, 4, 1).run(variants))
        .containsExactly(
            List.of("a1000000", "a1000000", "a1000000", "a1000000"),
            List.of("b1000000", "b1000000", "b1000000", "b1000000"),
            List.of("c1000000", "c1000000", "c1000000", "c1000000"));
    assertThat(turns.toString()).isEqualTo("abc" + "cba" + "bca" + "acb" + "cab" + "bac");
  }

  @Test
  void series_isRight_ifItsWorkloadIsSaidToBe() throws Exception {
    Workload one = Workload.of("one", 1, number -> steps::incrementAndGet);
    Workload two = Workload.of("two", 2, number -> steps::incrementAndGet).onVirtualThreads();
    List<Series> series =
        new Rounds(0, 1, 1).series(List.of(one, two), workload -> workload.threads() == 2);

    assertThat(series).extracting(Series::name).containsExactly("one", "two");
    assertThat(series).extracting(Series::right).containsExactly(false, true);
    assertThat(series.getLast().virtual()).isTrue();
  }

  @Test
  void warmups_doNotCount() throws Exception {
    List<Sample> samples =
        run(Workload.of("workload", 1, number -> steps::incrementAndGet)).getFirst();

    assertThat(samples.stream().mapToLong(Sample::operations).sum()).isLessThan(steps.get());
  }

  @Test
  void virtualThreads_workAsWell() throws Exception {
    Workload workload =
        Workload.of(
                "workload",
                2,
                number ->
                    () -> {
                      assertThat(Thread.currentThread().isVirtual()).isTrue();
                      steps.incrementAndGet();
                    })
            .onVirtualThreads();

    assertThat(run(workload).getFirst())
        .allSatisfy(sample -> assertThat(sample.cpuNanos()).isPositive());
  }

  @Test
  void events_areCounted_whereTheyAreKnown() throws Exception {
    Workload unknown = Workload.of("unknown", 1, number -> steps::incrementAndGet);
    Workload known = unknown.counting(() -> OptionalLong.of(2 * steps.get()));
    List<List<Sample>> samples = run(known, unknown);

    assertThat(samples.getFirst())
        .allSatisfy(sample -> assertThat(sample.eventsPerOperation()).isEqualTo(2));
    assertThat(samples.getLast())
        .allSatisfy(sample -> assertThat(sample.eventsPerOperation()).isNaN());
  }

  @Test
  void backgroundLoad_worksBesideThem_andIsCountedByItself() throws Exception {
    Workload workload = Workload.of("workload", 1, number -> steps::incrementAndGet);
    List<Sample> samples = run(workload.beside("other", background::incrementAndGet)).getFirst();

    assertThat(samples).allSatisfy(sample -> assertThat(sample.cpuNanos()).isPositive());
    assertThat(samples.stream().mapToLong(sample -> sample.background().passes()).sum())
        .isBetween(1L, background.get());
  }

  private static Workload failing() {
    return Workload.of(
        "failing",
        2,
        number ->
            () -> {
              throw new IllegalStateException("planted");
            });
  }

  @Test
  void stepThatFails_endsTheRun() {
    assertThatThrownBy(() -> run(failing())).hasRootCauseMessage("planted");
  }

  @Test
  void backgroundLoad_endsWhenAStepFails() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Workload beside = failing().beside("other", () -> thread.set(Thread.currentThread()));

    assertThatThrownBy(() -> beside.run(100_000_000)).hasRootCauseMessage("planted");
    thread.get().join();
  }

  @Test
  void ratio_isTakenRoundByRound() {
    Series slow = result(10, 100, 1000);
    Series fast = result(20, 400, 3000);

    assertThat(fast.ratio(Label.NONE, Sample::rate, slow).median()).isEqualTo(3);
    assertThat(fast.figure(Label.NONE, Sample::operations).median()).isEqualTo(400);
  }

  @Test
  void ratio_isTakenWithinALabel() {
    Pings near = new Pings(33, 34);
    Pings far = new Pings(180, 181);
    Pings moved = new Pings(33, 181);
    Series one = series(sample(10, near), sample(20, far), sample(30, near), sample(1, moved));
    Series two = series(sample(20, near), sample(80, far), sample(99, far), sample(9, moved));

    assertThat(one.labels()).containsExactly(Label.NEAR, Label.FAR);
    assertThat(two.ratio(Label.NEAR, Sample::rate, one)).isEqualTo(new Quartiles(2, 2, 2));
    assertThat(two.ratio(Label.FAR, Sample::rate, one)).isEqualTo(new Quartiles(4, 4, 4));
    assertThat(two.ratio(Label.NONE, Sample::rate, one).median()).isNaN();
    assertThat(one.figure(Label.NEAR, Sample::operations).median()).isEqualTo(20);
    assertThat(two.rounds(Label.FAR)).extracting(Sample::operations).containsExactly(80L, 99L);
  }

  @Test
  void samples_ofSeveralThreads_areLabelled() throws Exception {
    Workload alone = Workload.of("alone", 1, number -> steps::incrementAndGet);
    Workload two = Workload.of("two", 2, number -> steps::incrementAndGet);
    boolean pings = Runtime.getRuntime().availableProcessors() > 1;

    assertThat(labelled(alone, alone)).containsOnly(false);
    assertThat(labelled(alone, two)).containsOnly(pings);
    assertThat(labelled(alone.handingOver())).containsOnly(pings);
    assertThat(labelled(alone.beside("beside", background::incrementAndGet))).containsOnly(pings);
  }

  private static List<Boolean> labelled(Workload... workloads) throws Exception {
    return new Rounds(0, 1, 1)
        .series(List.of(workloads), workload -> true).stream()
            .map(series -> series.rounds().getFirst().label() != Label.NONE)
            .toList();
  }

  @Test
  void slowerShare_isThatOfTheSlowestWorker() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Workload workload =
        Workload.of(
            "uneven",
            2,
            number -> () -> never.await(number == 0 ? 1_000_000 : 1, TimeUnit.NANOSECONDS));

    assertThat(workload.run(20_000_000).slowerShare()).isBetween(0.0, 0.3).isPositive();
    assertThat(run(Workload.of("one", 1, number -> steps::incrementAndGet)).getFirst())
        .allSatisfy(sample -> assertThat(sample.slowerShare()).isEqualTo(1));
  }

  @Test
  void sample_isWrittenWithPingsAndShare_andReadAgain(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("sample.json");
    Sample sample = sample(10, new Pings(33, 34));
    Json.write(file, sample);

    assertThat(Json.readStrictly(file, Sample.class)).isEqualTo(sample);
    assertThat(Files.readString(file)).contains("\"label\" : \"NEAR\"", "\"slowerShare\" : 0.4");
  }

  @Test
  void sample_ofAnOlderFile_hasNoLabel(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("sample.json");
    Files.writeString(file, "{ \"operations\": 10, \"wallNanos\": 1000, \"background\": null }");

    assertThat(Json.read(file, Sample.class).label()).isEqualTo(Label.NONE);
  }

  private static Series result(long... operations) {
    return series(
        LongStream.of(operations).mapToObj(count -> sample(count, null)).toArray(Sample[]::new));
  }

  private static Series series(Sample... rounds) {
    return new Series("workload", 1, false, true, List.of(rounds));
  }

  private static Sample sample(long operations, @Nullable Pings pings) {
    return new Sample(operations, 1000, 1, -1, 1, 1, 1, 1, Sample.Background.NONE, 0.4, pings);
  }
}
