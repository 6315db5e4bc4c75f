package io.isolde.checks.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.history.AttemptRecord.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories written by hand: each anomaly is found and named, and right histories pass. */
class HistoryCheckerTest {
  private final Key x = Key.chain("x");
  private final Key y = Key.chain("y");
  private final Key sum = Key.sum("sum");
  private final List<AttemptRecord> attempts = new ArrayList<>();

  /** An attempt from {@code begin} to {@code end}; what it does is added afterwards. */
  private AttemptRecord attempt(String name, long begin, long end, Outcome outcome) {
    AttemptRecord attempt = new AttemptRecord(name, begin).end(outcome, end);
    attempts.add(attempt);
    return attempt;
  }

  private AttemptRecord committed(String name, long begin, long end) {
    return attempt(name, begin, end, Outcome.COMMITTED);
  }

  private List<Violation> check() {
    return HistoryChecker.check(new History("by hand", attempts));
  }

  private void assertFinds(Anomaly anomaly) {
    assertThat(check()).extracting(Violation::anomaly).contains(anomaly);
  }

  private void assertRight() {
    assertThat(check()).isEmpty();
  }

  // ---- right histories ----

  @Test
  void noAttempts_areRight() {
    assertRight();
  }

  @Test
  void oneAfterTheOther_isRight() {
    committed("A", 1, 2).read(x, 0).write(x, 1, 0);
    committed("B", 3, 4).read(x, 1).write(x, 2, 1).write(y, 3, 0);
    committed("C", 5, 6).read(x, 2).read(y, 3);
    assertRight();
  }

  /** B saw nothing of A although A ended first; but they overlapped. */
  @Test
  void overlapping_mayBeInEitherOrder() {
    committed("A", 1, 3).write(x, 1, 0);
    committed("B", 2, 4).read(x, 0);
    committed("C", 2, 4).read(x, 1);
    assertRight();
  }

  @Test
  void ownWritesSeenAndNestedOnesRolledBack_areRight() {
    committed("A", 1, 2)
        .read(x, 0)
        .write(x, 1, 0)
        .enter()
        .read(x, 1)
        .write(x, 2, 1)
        .read(x, 2)
        .rollBack()
        .read(x, 1)
        .enter()
        .write(y, 3, 0)
        .leave();
    committed("B", 3, 4).read(x, 1).read(y, 3);
    assertRight();
  }

  @Test
  void lostAttempt_sawWhatOnceWas_isRight() {
    committed("A", 1, 2).write(x, 1, 0).write(y, 2, 0);
    attempt("B", 3, 8, Outcome.LOST).read(x, 1).read(y, 2).write(x, 9, 1);
    committed("C", 4, 5).read(x, 1).write(x, 3, 1);
    assertRight();
  }

  @Test
  void functionAppliedAtCommit_isRight() {
    Write function = committed("A", 1, 6).writeFunction(x, 1);
    committed("B", 2, 3).read(x, 0).write(x, 2, 0);
    function.appliedTo(0);
    function.appliedTo(2);
    committed("C", 7, 8).read(x, 1);
    assertRight();
  }

  @Test
  void sumsThatContainOneAnother_areRight() {
    committed("A", 1, 9).add(sum, 1);
    committed("B", 1, 9).add(sum, 2).read(sum, 3);
    committed("C", 1, 9).read(sum, 3).add(sum, 4).read(sum, 7);
    attempt("D", 1, 9, Outcome.GIVEN_UP).read(sum, 3).add(sum, 8);
    committed("E", 10, 11).read(sum, 7);
    assertRight();
  }

  /** All removals write the same value; only one of them took effect. */
  @Test
  void sameValueIntendedBySeveral_andWrittenByOne_isRight() {
    attempt("A", 1, 2, Outcome.GIVEN_UP).read(x, 0).write(x, 9, 0);
    committed("B", 3, 4).read(x, 0).write(x, 9, 0);
    attempt("C", 3, 4, Outcome.LOST).read(x, 0).write(x, 9, 0);
    committed("D", 5, 6).read(x, 9);
    assertRight();
  }

  // ---- anomalies ----

  @Test
  void lostUpdate_bothWroteTheSameValue_isFound() {
    committed("A", 1, 3).read(x, 0).write(x, 9, 0);
    committed("B", 2, 4).read(x, 0).write(x, 9, 0);
    assertFinds(Anomaly.LOST_UPDATE);
  }

  @Test
  void lostUpdate_bothReplacedOneValue_isFound() {
    committed("A", 1, 3).read(x, 0).write(x, 1, 0);
    committed("B", 2, 4).read(x, 0).write(x, 2, 0);
    assertFinds(Anomaly.LOST_UPDATE);
  }

  @Test
  void comparisons_thatFollowFromTheSummands_areRight() {
    committed("A", 1, 9).compared(sum, 1, false).add(sum, 1).compared(sum, 1, true);
    committed("B", 1, 9).compared(sum, 2, false).add(sum, 4);
    attempt("C", 1, 9, Outcome.LOST).compared(sum, 4, true).read(sum, 5);
    committed("D", 10, 11).compared(sum, 8, false).compared(sum, 4, true).read(sum, 5);
    assertRight();
  }

  @Test
  void writeSkew_ofComparisons_isFound() {
    committed("A", 1, 9).compared(sum, 2, false).write(x, 1, 0);
    committed("B", 1, 9).read(x, 0).add(sum, 2);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void comparison_ofTwoInstants_isFound() {
    committed("A", 1, 9).add(sum, 2).write(x, 1, 0);
    attempt("B", 1, 9, Outcome.LOST).compared(sum, 2, false).read(x, 1);
    attempt("C", 1, 9, Outcome.LOST).read(x, 0).compared(sum, 2, true);
    assertThat(check()).extracting(Violation::anomaly).hasSize(1).contains(Anomaly.DOOMED_READ);
  }

  @Test
  void comparison_withASummandThatNobodyAdded_isFound() {
    attempt("A", 1, 9, Outcome.GIVEN_UP).add(sum, 4);
    committed("B", 1, 9).compared(sum, 4, true).add(sum, 8);
    assertFinds(Anomaly.DIRTY_READ);
  }

  @Test
  void comparison_withoutItsOwnSummand_isFound() {
    committed("A", 1, 9).add(sum, 4).compared(sum, 2, false);
    assertFinds(Anomaly.CONTRADICTION);
  }

  /** Nobody reads before writing; only the last attempt sees that a summand is missing. */
  @Test
  void lostUpdate_ofSummand_isFound() {
    committed("A", 1, 3).add(sum, 1);
    committed("B", 2, 4).add(sum, 2);
    committed("C", 5, 6).read(sum, 2);
    assertFinds(Anomaly.AGAINST_REAL_TIME);
  }

  @Test
  void writeSkew_eachReadWhatTheOtherWrote_isFound() {
    committed("A", 1, 3).read(x, 0).read(y, 0).write(x, 1, 0);
    committed("B", 2, 4).read(x, 0).read(y, 0).write(y, 2, 0);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void writeSkew_ofThree_isFound() {
    Key z = Key.chain("z");
    committed("A", 1, 9).read(x, 0).write(y, 1, 0);
    committed("B", 1, 9).read(y, 0).write(z, 2, 0);
    committed("C", 1, 9).read(z, 0).write(x, 3, 0);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void writeSkew_throughSums_isFound() {
    committed("A", 1, 9).read(x, 0).add(sum, 1);
    committed("B", 1, 9).read(sum, 0).write(x, 1, 0);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void readSkew_halfOfACommitSeen_isFound() {
    committed("A", 1, 9).write(x, 1, 0).write(y, 2, 0);
    committed("B", 1, 9).read(x, 1).read(y, 0);
    assertFinds(Anomaly.READ_SKEW);
  }

  @Test
  void readSkew_twoReadersDisagreeOnTheOrder_isFound() {
    committed("A", 1, 9).write(x, 1, 0);
    committed("B", 1, 9).write(y, 2, 0);
    committed("C", 1, 9).read(x, 1).read(y, 0);
    committed("D", 1, 9).read(x, 0).read(y, 2);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void sums_neitherContainsTheOther_isFound() {
    committed("A", 1, 9).add(sum, 1);
    committed("B", 1, 9).add(sum, 2);
    committed("C", 1, 9).read(sum, 1);
    committed("D", 1, 9).read(sum, 2);
    assertFinds(Anomaly.WRITE_SKEW);
  }

  @Test
  void circularFlow_eachSawTheOther_isFound() {
    committed("A", 1, 9).read(y, 2).write(x, 1, 0);
    committed("B", 1, 9).read(x, 1).write(y, 2, 0);
    assertFinds(Anomaly.CIRCULAR_FLOW);
  }

  @Test
  void staleRead_afterTheWriterHadEnded_isFound() {
    committed("A", 1, 2).write(x, 1, 0);
    committed("B", 3, 4).read(x, 0);
    assertFinds(Anomaly.AGAINST_REAL_TIME);
  }

  /**
   * By time alone, A could come before or after C; but B read A's value and ended before C began.
   */
  @Test
  void staleRead_afterAReaderOfTheNewValueHadEnded_isFound() {
    committed("A", 1, 9).write(x, 1, 0);
    committed("B", 2, 3).read(x, 1);
    committed("C", 4, 5).read(x, 0);
    assertFinds(Anomaly.AGAINST_REAL_TIME);
  }

  @Test
  void doomedRead_lostAttemptSawHalfOfACommit_isFound() {
    committed("A", 1, 9).write(x, 1, 0).write(y, 2, 0);
    attempt("B", 1, 9, Outcome.LOST).read(x, 0).read(y, 2);
    assertFinds(Anomaly.DOOMED_READ);
  }

  /** What B saw was once the state, but no longer when B began. */
  @Test
  void doomedRead_staleInRealTime_isFound() {
    committed("A", 1, 2).write(x, 1, 0);
    attempt("B", 3, 4, Outcome.GIVEN_UP).read(x, 0);
    assertFinds(Anomaly.DOOMED_READ);
  }

  @Test
  void dirtyRead_ofALostAttempt_isFound() {
    attempt("A", 1, 9, Outcome.LOST).read(x, 0).write(x, 1, 0);
    committed("B", 1, 9).read(x, 1);
    assertFinds(Anomaly.DIRTY_READ);
  }

  @Test
  void dirtyRead_ofARolledBackBlock_isFound() {
    committed("A", 1, 2).enter().write(x, 1, 0).rollBack();
    committed("B", 3, 4).read(x, 1);
    assertFinds(Anomaly.DIRTY_READ);
  }

  @Test
  void dirtyRead_builtUponByAFunction_isFound() {
    attempt("A", 1, 9, Outcome.LOST).write(x, 1, 0);
    committed("B", 1, 9).writeFunction(x, 2).appliedTo(1);
    assertFinds(Anomaly.DIRTY_READ);
  }

  @Test
  void dirtyRead_ofASummand_isFound() {
    attempt("A", 1, 9, Outcome.GIVEN_UP).add(sum, 1);
    committed("B", 1, 9).read(sum, 1);
    assertFinds(Anomaly.DIRTY_READ);
  }

  @Test
  void unknownValue_isFound() {
    committed("A", 1, 2).read(x, 77);
    assertFinds(Anomaly.UNKNOWN_VALUE);
  }

  @Test
  void intermediateRead_isFound() {
    committed("A", 1, 9).write(x, 1, 0).write(x, 2, 1);
    committed("B", 1, 9).read(x, 1);
    assertFinds(Anomaly.INTERMEDIATE_READ);
  }

  @Test
  void ownWriteNotSeen_isFound() {
    committed("A", 1, 2).read(x, 0).write(x, 1, 0).read(x, 0);
    assertFinds(Anomaly.CONTRADICTION);
  }

  @Test
  void ownSummandNotSeen_isFound() {
    committed("A", 1, 2).add(sum, 1).read(sum, 0);
    assertFinds(Anomaly.CONTRADICTION);
  }

  @Test
  void rolledBackWriteSeen_isFound() {
    committed("A", 1, 2).read(x, 0).enter().write(x, 1, 0).rollBack().read(x, 1);
    assertFinds(Anomaly.CONTRADICTION);
  }

  @Test
  void nonRepeatableRead_isFound() {
    committed("A", 1, 2).write(x, 1, 0);
    attempt("B", 1, 9, Outcome.LOST).read(x, 0).read(x, 1);
    assertFinds(Anomaly.CONTRADICTION);
  }

  // ---- the story ----

  /** The cycle A, B, C exists as well, but A and B suffice. */
  @Test
  void story_tellsTheShortestCycleAndHowToRepeatIt() {
    committed("A", 11, 19).read(x, 0).read(y, 0).write(x, 1, 0);
    committed("B", 12, 19).read(x, 0).write(y, 2, 0);
    committed("C", 13, 19).read(y, 2).read(x, 0);
    assertThatThrownBy(() -> HistoryChecker.requireRight(new History("seed 42", attempts)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """

            WRITE_SKEW: each attempt read what the next one changed
            A came before B: A read y = 0, which B replaced by 2.
            B came before A: B read x = 0, which A replaced by 1.
              A [0..8] read x = 0; read y = 0; wrote x = 1 upon 0 → COMMITTED
              B [1..8] read x = 0; wrote y = 2 upon 0 → COMMITTED

            To run it again: seed 42\
            """);
  }
}
