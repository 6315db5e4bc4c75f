package io.isolde.benchmarks.durable.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong besides = new AtomicLong();

  private List<List<Shift>> run(Leg... legs) throws Exception {
    return new Rounds(1, 2, 1).run(List.of(legs));
  }

  @Test
  void operations_areThoseOfAllThreads() throws Exception {
    Leg leg = Leg.of("leg", 3, number -> steps::incrementAndGet).withOperationsPerStep(10);
    List<Shift> shifts = new Rounds(0, 2, 1).run(List.of(leg)).getFirst();

    assertThat(shifts).hasSize(2);
    assertThat(shifts.stream().mapToLong(Shift::operations).sum()).isEqualTo(10 * steps.get());
    assertThat(shifts).allSatisfy(shift -> assertThat(shift.rate()).isPositive());
  }

  @Test
  void warmups_doNotCount() throws Exception {
    List<Shift> shifts = run(Leg.of("leg", 1, number -> steps::incrementAndGet)).getFirst();

    assertThat(shifts.stream().mapToLong(Shift::operations).sum()).isLessThan(steps.get());
  }

  @Test
  void virtualThreads_workAsWell() throws Exception {
    Leg leg =
        Leg.of(
                "leg",
                2,
                number ->
                    () -> {
                      assertThat(Thread.currentThread().isVirtual()).isTrue();
                      steps.incrementAndGet();
                    })
            .onVirtualThreads();

    assertThat(run(leg).getFirst()).allSatisfy(shift -> assertThat(shift.cpuNanos()).isPositive());
  }

  @Test
  void forces_areCounted_whereTheyAreKnown() throws Exception {
    Leg unknown = Leg.of("unknown", 1, number -> steps::incrementAndGet);
    Leg known = unknown.withForces(() -> OptionalLong.of(2 * steps.get()));
    List<List<Shift>> shifts = run(known, unknown);

    assertThat(shifts.getFirst())
        .allSatisfy(shift -> assertThat(shift.forcesPerOperation()).isEqualTo(2));
    assertThat(shifts.getLast())
        .allSatisfy(shift -> assertThat(shift.forcesPerOperation()).isNaN());
  }

  @Test
  void companion_worksBesideThem_andIsCountedByItself() throws Exception {
    Leg leg = Leg.of("leg", 1, number -> steps::incrementAndGet);
    List<Shift> shifts = run(leg.beside(besides::incrementAndGet)).getFirst();

    assertThat(shifts).allSatisfy(shift -> assertThat(shift.cpuNanos()).isPositive());
    assertThat(shifts.stream().mapToLong(shift -> shift.beside().passes()).sum())
        .isBetween(1L, besides.get());
  }

  @Test
  void stepThatFails_endsTheRun() {
    Leg leg =
        Leg.of(
            "leg",
            2,
            number ->
                () -> {
                  throw new IllegalStateException("planted");
                });

    assertThatThrownBy(() -> run(leg)).hasRootCauseMessage("planted");
  }

  @Test
  void ratio_isTakenRoundByRound() {
    LegResult slow = result(10, 100, 1000);
    LegResult fast = result(20, 400, 3000);

    assertThat(fast.ratio(Shift::rate, slow).median()).isEqualTo(3);
    assertThat(fast.figure(Shift::operations).median()).isEqualTo(400);
  }

  private static LegResult result(long... operations) {
    List<Shift> rounds = new ArrayList<>();
    for (long count : operations) {
      rounds.add(new Shift(count, 1000, 1, -1, 1, 1, 1, 1, Shift.Beside.NOBODY));
    }
    return new LegResult("leg", 1, false, true, rounds);
  }
}
