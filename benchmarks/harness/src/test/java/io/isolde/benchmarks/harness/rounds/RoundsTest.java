package io.isolde.benchmarks.harness.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

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

    assertThat(fast.ratio(Sample::rate, slow).median()).isEqualTo(3);
    assertThat(fast.figure(Sample::operations).median()).isEqualTo(400);
  }

  private static Series result(long... operations) {
    List<Sample> rounds = new ArrayList<>();
    for (long count : operations) {
      rounds.add(new Sample(count, 1000, 1, -1, 1, 1, 1, 1, Sample.Background.NONE));
    }
    return new Series("workload", 1, false, true, rounds);
  }
}
