package io.isolde.stm.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.engine.schedule.QuickSchedules;
import io.isolde.stm.history.QuickRun;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every planted bug is caught, with the same settings with which the quick tests look for unknown
 * bugs.
 */
class MutantTest {
  private static void assertCaught(Mutant mutant, Class<? extends Runnable> test) {
    MutantLoader loader = new MutantLoader(mutant.name(), MutantCompiler.compile(mutant));
    assertThatThrownBy(() -> loader.run(test)).isInstanceOf(AssertionError.class);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void mutant_inSchedules_isCaught(Mutant mutant) {
    assertCaught(mutant, QuickSchedules.class);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(
      names = {
        "READ_WITHOUT_SECOND_LOOK",
        "PRESENT_VERSION_ACCEPTED",
        "EXTENSION_WITHOUT_VALIDATION",
        "COMMIT_WITHOUT_VALIDATION",
        "PUBLISH_BEFORE_VALIDATION",
        "VERSION_DRAWN_BEFORE_LOCKING",
        "NESTED_ROLLBACK_KEEPS_WRITES",
        "NO_WAKE_UP",
        "NO_HISTORY_KEPT",
      })
  void mutant_inRandomRuns_isCaught(Mutant mutant) {
    assertCaught(mutant, QuickRun.class);
  }

  /**
   * All mutants except those that need a coincidence that only schedules bring about, or a wake-up,
   * hook, validator or gate that the random runs do without; and those of comparisons, which the
   * random runs make seldom.
   */
  @ParameterizedTest
  @Tag("long")
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {
        "NESTED_ROLLBACK_KEEPS_CLAIMS",
        "FIRST_CELL_ONLY_WAKES",
        "SINGLE_EXCHANGES_ANOTHER_VALUE",
        "SINGLE_WAKES_NOBODY",
        "SINGLE_LOOKS_FOR_WAITERS_BEFORE_LOCKING",
        "WAKE_UP_KEPT_BY_WHO_COMMITS",
        "WAKE_UP_KEPT_BY_WHO_RETRIES",
        "WAKE_UP_KEPT_BY_WHO_LOSES",
        "WAKE_UP_KEPT_BY_WHO_FAILS",
        "WAKE_UP_KEPT_BY_WHO_IS_INTERRUPTED",
        "WAKE_UP_PASSED_ON_IF_USED_UP_ONLY",
        "WAKE_UP_WASTED_ON_WHO_IS_AWAKE",
        "SWEEP_LOSES_CELLS_WITH_NEEDED_HISTORY",
        "SWEEP_DOES_NOT_LOOK_AGAIN",
        "LOST_COMMIT_LEAVES_HISTORY_BEHIND",
        "COMMIT_LEAVES_HISTORY_BEHIND",
        "TURN_NOT_AWAITED",
        "TURN_TAKEN_AFTER_UNLOCKING",
        "TURN_TAKEN_WITHOUT_LOOKING_AT_READS",
        "SINGLE_OVERLOOKS_VALIDATOR",
        "BRIEF_OVERLOOKS_VALIDATOR",
        "BRIEF_READ_WITHOUT_LOOKING_AT_THE_GATE",
        "BRIEF_COMMIT_WITHOUT_LOOKING_AT_THE_GATE",
        "BRIEF_SPILLS_WITHOUT_THE_GATE",
        "BRIEF_GATE_READ_AS_IT_WAS",
        "DEPOSED_ELDER_READS_ON",
        "DEPOSED_ELDER_COMMITS",
        "ANSWERS_RENEWED_WITHOUT_A_SECOND_LOOK",
        "ANSWERS_NOT_LOOKED_AT_WHEN_READING",
        "VALUE_READ_NOT_LOOKED_AT_AFTER_RENEWAL",
        "COMMIT_WITHOUT_LOOKING_AT_ANSWERS",
        "VERSION_OLDER_THAN_RENEWED_ANSWER",
        "TURN_TAKEN_WITH_RENEWED_ANSWER",
        "ANSWER_RENEWED_WHILE_LOCKED",
        "ANSWER_RENEWED_UNSEEN",
        "OWN_CELL_NOT_COMPARED",
        "ANSWERS_REPLACED_INSTEAD_OF_MERGED",
        "NEGATIVE_ANSWERS_FORGOTTEN",
        "OWN_PENDING_ADDITION_IGNORED",
        "NESTED_ROLLBACK_FORGETS_ANSWERS",
        "ANSWERS_NOT_WAITED_FOR",
        "WAITER_PARKS_WITHOUT_COMPARING",
        "BRIEF_OWN_CELL_NOT_COMPARED",
        "BRIEF_COMPARES_BEFORE_LOCKING",
        "BRIEF_COMMIT_WITHOUT_LOOKING_AT_ANSWERS",
        "BRIEF_SPILLS_WITHOUT_ANSWERS",
        "BRIEF_NEGATIVE_ANSWERS_FORGOTTEN",
        "TAKEN_BACK_WITH_THE_OLD_VERSION",
        "TAKEN_BACK_WITHOUT_LOCKING_ALL",
        "TAKEN_BACK_AND_UNLOCKED_BEFORE_WRITTEN",
        "LENT_WITH_THE_LAST_SUM",
        "LENT_ALTHOUGH_AWAITED",
        "LENT_BEFORE_LOOKING_FOR_WAITERS",
        "STRIPE_OVERLOOKS_VALIDATOR",
        "STRIPE_OVERLOOKS_SNAPSHOT",
      })
  void mutant_inRandomRunsAtLength_isCaught(Mutant mutant) {
    assertCaught(mutant, QuickRun.class);
  }

  @ParameterizedTest
  @Tag("long")
  @EnumSource(
      names = {
        "READ_WITHOUT_SECOND_LOOK",
        "COMMIT_WITHOUT_VALIDATION",
        "FUNCTION_NOT_COMPUTED_ANEW",
        "ALTERNATIVE_KEEPS_WRITES",
      })
  void mutant_underLincheck_isCaught(Mutant mutant) throws Exception {
    String output = LincheckProcess.run(MutantCompiler.compile(mutant));
    assertThat(output).contains("Invalid execution results");
  }

  /** Mutants are caught because of their bugs, and not because of how they are loaded. */
  @Tag("long")
  @Test
  void engineWithoutABug_loadedLikeAMutant_isNotCaught() {
    new MutantLoader("no bug", Map.of()).run(QuickSchedules.class);
  }
}
