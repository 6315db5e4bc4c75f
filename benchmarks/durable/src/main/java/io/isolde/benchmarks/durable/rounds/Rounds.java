package io.isolde.benchmarks.durable.rounds;

import java.util.ArrayList;
import java.util.List;

/**
 * How long to measure: in each round all legs work in turn, so that noise affects all alike.
 * Immutable.
 *
 * @param warmups rounds that do not count
 * @param count rounds that count
 * @param millis how long each leg works in a round
 */
public record Rounds(int warmups, int count, long millis) {
  /** What each leg did in the rounds that count, in the order of legs. */
  public List<List<Shift>> run(List<Leg> legs) throws Exception {
    List<List<Shift>> shifts = new ArrayList<>();
    legs.forEach(leg -> shifts.add(new ArrayList<>()));
    for (int round = 0; round < warmups + count; round++) {
      for (int i = 0; i < legs.size(); i++) {
        int turn = (i + round) % legs.size();
        Shift shift = legs.get(turn).run(millis * 1_000_000);
        if (round >= warmups) {
          shifts.get(turn).add(shift);
        }
      }
    }
    return shifts;
  }
}
